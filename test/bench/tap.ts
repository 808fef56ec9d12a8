import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Door } from '@lintel/core/doors/decide.ts';
import { epochMs, hourMs } from '@lintel/core/time.ts';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { type Box, openBox } from '../../edge/src/box.ts';
import { readConfig } from '../../edge/src/config.ts';
import { credentialHash } from '../../edge/src/doors/present.ts';
import { answerTap } from '../../edge/src/doors/tap.ts';
import { atMostTimesFloor, type Figure, percentile, told } from './figure.ts';

const credentialCount = 250_000;
const holderCount = 10_000;
const measured = 3_000;
/** Until both logs have come round once and are used again from their start. */
const warmUp = 1_500;
const key = createHash('sha256').update('bench').digest();

const uuid = (kind: number, n: number) =>
  `00000000-0000-7000-8${String(kind).padStart(3, '0')}-${String(n).padStart(12, '0')}`;
const door: Door = {
  id: uuid(1, 1) as Door['id'],
  name: 'Front door',
  pulseMs: 500,
  recordWaitMs: 10_000,
  unrecordedTap: 'refuse',
  untrustedClock: 'honour',
};
const cardOf = (n: number) => ({ kind: 'card', length: 40, bits: n.toString(16).padStart(10, '0') }) as const;

/** Decision and record of a tap with 250,000 credentials in the store, beside one bare FULL commit of the same row on the same disk: one of each in turn, so that both meet the same disk. */
export async function tap(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-bench-'));
  const config = readConfig({ LINTEL_DATA_DIR: folder });
  const box = await openBox(
    config,
    { readers: [], relays: [], sensors: [] },
    () => key,
    pino({ level: 'silent' }),
  );
  const bare = bareCommits(join(folder, 'bare.db'));
  try {
    fill(join(folder, 'site.db'));
    box.clock.hear(epochMs(Date.now()), 0);
    const ports = { ...box.tapPorts, unlock: async () => {} };
    const taps: number[] = [];
    const commits: number[] = [];
    for (let n = 0; n < warmUp + measured; n++) {
      const tapMs = await measureTap(ports);
      const commitMs = bare.measure();
      if (n < warmUp) continue;
      taps.push(tapMs);
      commits.push(commitMs);
    }
    return [
      told({
        name: 'tap p50, 250,000 credentials',
        unit: 'ms',
        value: percentile(taps, 0.5),
        floor: percentile(commits, 0.5),
      }),
      atMostTimesFloor(
        {
          name: 'tap p99, 250,000 credentials',
          unit: 'ms',
          value: percentile(taps, 0.99),
          floor: percentile(commits, 0.99),
        },
        1.5,
      ),
    ];
  } finally {
    bare.close();
    box.store.close();
    await box.writer.close();
    rmSync(folder, { recursive: true });
  }
}

async function measureTap(ports: Box['tapPorts']): Promise<number> {
  const presented = cardOf(Math.floor(Math.random() * credentialCount));
  const startedMs = performance.now();
  const { decision } = await answerTap(ports, door, { readerId: 'bench', presented });
  const took = performance.now() - startedMs;
  if (decision.outcome !== 'granted') throw new Error(`a tap was refused: ${JSON.stringify(decision)}`);
  return took;
}

/** The floor: one FULL commit of one row as long as a fact, through the same library on this thread, and nothing else. */
function bareCommits(path: string) {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE bare (seq INTEGER PRIMARY KEY, text TEXT)');
  const insert = db.prepare('INSERT INTO bare (text) VALUES (?)');
  const text = 'x'.repeat(700);
  return {
    measure: (): number => {
      const startedMs = performance.now();
      insert.run(text);
      return performance.now() - startedMs;
    },
    close: () => db.close(),
  };
}

function fill(path: string): void {
  const db = new Database(path, { timeout: 20_000 });
  db.pragma('synchronous = OFF');
  const credential = db.prepare('INSERT INTO credential VALUES (?, ?, ?, ?, 0)');
  const holder = db.prepare('INSERT INTO holder (id, kind, name, suspended) VALUES (?, ?, ?, 0)');
  const grant = db.prepare('INSERT INTO "grant" VALUES (?, ?, ?, ?, ?, ?)');
  const because = JSON.stringify({ kind: 'membership', what: 'Bench' });
  const now = Date.now();
  const span = [epochMs(now - hourMs), epochMs(now + 24 * hourMs)] as const;
  db.transaction(() => {
    for (let n = 0; n < holderCount; n++) {
      holder.run(uuid(2, n), 'member', `Member ${n}`);
      grant.run(uuid(3, n), uuid(2, n), JSON.stringify([door.id]), ...span, because);
    }
    for (let n = 0; n < credentialCount; n++) {
      credential.run(uuid(4, n), uuid(2, n % holderCount), 'card', credentialHash(key, cardOf(n)));
    }
  })();
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}
