import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operatorScope } from '@lintel/cloud/database/operator.ts';
import { demoOperatorId } from '@lintel/cloud/seed.ts';
import { publish } from '@lintel/cloud/sync/publish.ts';
import type { ChangeBody } from '@lintel/core/sync/wire.ts';
import { epochMs } from '@lintel/core/time.ts';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { Changes } from '../../edge/src/changes.ts';
import { openForReading } from '../../edge/src/database/open.ts';
import { Writer } from '../../edge/src/database/writer.ts';
import { enrol } from '../../edge/src/setup/enrol.ts';
import { loadBoxKey } from '../../edge/src/setup/identity.ts';
import { lineTo } from '../../edge/src/sync/cloud.ts';
import { Link } from '../../edge/src/sync/link.ts';
import { findPosition } from '../../edge/src/sync/position.ts';
import { createPull } from '../../edge/src/sync/pull.ts';
import { plan } from '../support/box-store.ts';
import { startBenchCloud } from './cloud-process.ts';
import { below, type Figure, percentile, told } from './figure.ts';

const changesMeasured = 400;

/** From a commit in the cloud's PostgreSQL to the change applied on the box's disk: the cloud is a process of its own, the box's feed and writer are the real ones. */
export async function feed(): Promise<readonly Figure[]> {
  const cloud = await startBenchCloud();
  const box = await openBenchBox(cloud.url, cloud.code);
  const withOperator = operatorScope(cloud.pool);
  try {
    await box.untilApplied(1);
    const took: number[] = [];
    for (let n = 0; n < changesMeasured; n++) {
      const body: ChangeBody = {
        kind: 'plan',
        plan: plan({ id: planId, name: `Bench ${n}`, advanceMs: n }),
      };
      const { seq } = await withOperator(demoOperatorId, (tx) =>
        publish(tx, cloud.siteId, epochMs(Date.now()), [body]),
      );
      const committedMs = performance.now();
      const appliedMs = await box.untilApplied(seq);
      took.push(Math.max(0, appliedMs - committedMs));
    }
    const floor = await bareNotices(cloud.pool);
    const measured = (share: number) => ({
      unit: 'ms',
      value: percentile(took, share),
      floor: percentile(floor, share),
    });
    return [
      told({ name: 'commit to applied, p50', ...measured(0.5) }),
      below({ name: 'commit to applied, p99', ...measured(0.99) }, 100),
    ];
  } finally {
    await box.stop();
    await cloud.stop();
  }
}

/** The floor: from asking the same PostgreSQL for a commit that notifies to a listener hearing it, with nothing to read, send or keep. */
async function bareNotices(pool: Pool): Promise<readonly number[]> {
  const listener = await pool.connect();
  try {
    await listener.query('LISTEN bare');
    const took: number[] = [];
    for (let n = 0; n < changesMeasured; n++) {
      const heard = new Promise<number>((resolve) =>
        listener.once('notification', () => resolve(performance.now())),
      );
      const askedMs = performance.now();
      await pool.query("SELECT pg_notify('bare', '')");
      took.push((await heard) - askedMs);
    }
    return took;
  } finally {
    await listener.query('UNLISTEN bare');
    listener.release();
  }
}

const planId = '00000000-0000-7000-8000-0000000000aa' as Extract<ChangeBody, { kind: 'plan' }>['plan']['id'];

/** The box's feed: its store, writer and pull, and when each change was on disk. */
async function openBenchBox(cloudUrl: string, code: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'lintel-bench-'));
  const path = join(dataDir, 'site.db');
  const changes = new Changes();
  const writer = await Writer.open(path, changes);
  const store = openForReading(path);
  const identity = await enrol({ dataDir, cloudUrl, writer, waitMostMs: 15_000 }, code);
  const applied = new Map<number, number>();
  let wake = () => {};
  const note = (seq: number) => {
    applied.set(seq, performance.now());
    wake();
  };
  const key = loadBoxKey(dataDir);
  const pull = createPull(
    lineTo({ url: cloudUrl, identity, key, incarnation: () => findPosition(store).incarnation }),
    {
      position: () => findPosition(store),
      now: () => epochMs(Date.now()),
      applyChanges: async (batch, at) => note(await writer.run('applyChanges', { changes: batch, at })),
      applySnapshot: async (snapshot, at) => {
        await writer.run('applySnapshot', { snapshot, at });
        note(snapshot.seq);
      },
      answerAsk: async () => {},
      standDown: async () => {},
      hearTime: () => {},
    },
    new Link(changes),
    pino({ level: 'silent' }),
  );
  const stop = new AbortController();
  const running = pull.run(stop.signal).catch(() => {});
  return {
    /** When the change `seq`, or one after it, was on disk. */
    untilApplied: async (seq: number): Promise<number> => {
      for (;;) {
        for (const [upTo, atMs] of applied) if (upTo >= seq) return atMs;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        if (applied.size > 50) for (const old of [...applied.keys()].slice(0, -20)) applied.delete(old);
      }
    },
    stop: async () => {
      stop.abort();
      await running;
      store.close();
      await writer.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
