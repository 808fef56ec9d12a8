import { renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';

/** One message of a sensor, as it is kept. `at` is the box's wall clock. */
export type Reading = {
  readonly at: number;
  readonly sensor: string;
  readonly resourceId: string;
  readonly word: string;
};

/**
 * The file of raw readings (`telemetry.db`): WAL and NORMAL, so a pulled plug may cost the last seconds, never the file's order. A damaged file is
 * moved aside and begun anew: nothing but readings is lost.
 */
export class Readings {
  readonly #db: Database.Database;
  readonly #insert: Database.Statement<[number, string, string, string]>;
  readonly trouble: string | undefined;

  constructor(file: string, nowMs: number) {
    const { db, trouble } = openWhole(file, nowMs);
    this.#db = db;
    this.trouble = trouble;
    this.#insert = db.prepare('INSERT INTO reading (at, sensor, resource_id, word) VALUES (?, ?, ?, ?)');
  }

  /** All of them or none, in one commit. */
  keep(readings: readonly Reading[]): void {
    this.#db.transaction(() => {
      for (const { at, sensor, resourceId, word } of readings) this.#insert.run(at, sensor, resourceId, word);
    })();
  }

  /** Forgets what was read before `at`; returns how many readings that were. */
  prune(at: number): number {
    const { changes } = this.#db.prepare('DELETE FROM reading WHERE at < ?').run(at);
    this.#db.pragma('incremental_vacuum');
    return changes;
  }

  close(): void {
    this.#db.close();
  }
}

function openWhole(file: string, nowMs: number): { db: Database.Database; trouble: string | undefined } {
  try {
    return { db: open(file), trouble: undefined };
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !/CORRUPT|NOTADB/.test(error.code)) throw error;
    const aside = `${file}.damaged-${nowMs}`;
    renameSync(file, aside);
    for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    const trouble = `The file of sensor readings was damaged; it was moved to ${aside} and begun anew. Check the card or disk.`;
    return { db: open(file), trouble };
  }
}

function open(file: string): Database.Database {
  const db = new Database(file);
  try {
    db.pragma('busy_timeout = 2000');
    db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    if (db.pragma('quick_check', { simple: true }) !== 'ok') {
      throw new Database.SqliteError('quick_check found damage', 'SQLITE_CORRUPT');
    }
    db.exec(`
      CREATE TABLE IF NOT EXISTS reading (
        at INTEGER NOT NULL, sensor TEXT NOT NULL, resource_id TEXT NOT NULL, word TEXT NOT NULL
      ) STRICT;
      CREATE INDEX IF NOT EXISTS reading_at ON reading (at);
    `);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
