import { join } from 'node:path';
import Database from 'better-sqlite3';

export type Claim = { release(): void };

/**
 * Makes this process the only box on the data folder until it releases it or ends, in whatever way: the lock is the machine's own on `box.lock` and dies with its holder, so that
 * a killed box leaves none behind. Throws a sentence when another box runs there. Takes no room on the disk.
 */
export function claimDataDir(dataDir: string): Claim {
  const lock = new Database(join(dataDir, 'box.lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    const isHeld = cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_BUSY');
    if (!isHeld) throw cause;
    throw new Error(
      `Another box is running on ${dataDir}. Stop it first, or give this one a folder of its own (LINTEL_DATA_DIR).`,
      { cause },
    );
  }
  return { release: () => void lock.close() };
}
