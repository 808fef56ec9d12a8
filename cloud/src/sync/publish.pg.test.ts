import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { OperatorId, SiteId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import { epochMs } from '@lintel/core/time.ts';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, freshKeys } from '../../../test/support/test-cloud.ts';
import { migrate } from '../database/migrate.ts';
import { operatorScope } from '../database/operator.ts';
import { openPool } from '../database/pool.ts';
import { silent } from '../log.ts';
import { createSite } from '../sites/create-site.ts';
import { operator } from '../sites/tables.ts';
import { publish } from './publish.ts';

const operatorId = id<OperatorId>(randomUUID());
const siteId = id<SiteId>(randomUUID());
const help = { name: 'Desk', email: 'desk@lintel.example', phone: '1' };
let pool: pg.Pool;

beforeAll(async () => {
  pool = openPool(await freshDatabase(), silent, 20);
  await migrate(pool);
  const keys = await freshKeys();
  await operatorScope(pool)(operatorId, async (tx) => {
    await tx.db.insert(operator).values({ operator_id: operatorId, name: 'One' });
    await createSite(
      tx,
      { id: siteId, name: 'Site', timeZone: 'Europe/London', currency: 'GBP', help },
      keys,
    );
  });
  await pool.query('CREATE TABLE bare (seq bigserial PRIMARY KEY)');
});
afterAll(async () => await pool.end());

type Numbering = {
  readonly write: () => Promise<void>;
  readonly read: (cursor: number) => Promise<readonly number[]>;
  readonly count: () => Promise<number>;
};

/** Eight writers at once, each transaction open for up to 4 ms after it took its number, and a reader that follows by cursor. Answers how many it missed. */
async function missedBy(numbering: Numbering, writes: number): Promise<number> {
  let writing = true;
  const seen = new Set<number>();
  let cursor = 0;
  const look = async () => {
    for (const seq of await numbering.read(cursor)) {
      seen.add(seq);
      cursor = Math.max(cursor, seq);
    }
  };
  const reader = (async () => {
    while (writing) {
      await look();
      await wait(1);
    }
    await look();
  })();
  const writer = async () => {
    for (let n = 0; n < writes / 8; n++) await numbering.write();
  };
  await Promise.all(Array.from({ length: 8 }, writer));
  writing = false;
  await reader;
  return (await numbering.count()) - seen.size;
}

const seqsOf = (rows: readonly { seq: number }[]) => rows.map((row) => row.seq);

const counter: Numbering = {
  write: () =>
    operatorScope(pool)(operatorId, async (tx) => {
      await tx.query('SELECT pg_sleep(random() * 0.004)');
      await publish(tx, siteId, epochMs(Date.now()), [{ kind: 'removed', of: 'grant', id: randomUUID() }]);
    }),
  read: async (cursor) =>
    seqsOf((await pool.query('SELECT seq FROM feed_change WHERE seq > $1 ORDER BY seq', [cursor])).rows),
  count: async () => (await pool.query('SELECT count(*) AS n FROM feed_change')).rows[0].n,
};

const bareSequence: Numbering = {
  write: async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('INSERT INTO bare DEFAULT VALUES');
    await client.query('SELECT pg_sleep(random() * 0.004)');
    await client.query('COMMIT');
    client.release();
  },
  read: async (cursor) =>
    seqsOf((await pool.query('SELECT seq FROM bare WHERE seq > $1 ORDER BY seq', [cursor])).rows),
  count: async () => (await pool.query('SELECT count(*) AS n FROM bare')).rows[0].n,
};

describe('the numbers of the feed', () => {
  test('never let a reader miss an entry, with eight writers at once, and have no gap', async () => {
    expect(await missedBy(counter, 400)).toBe(0);
    const { rows } = await pool.query(
      'SELECT min(seq) AS first, max(seq) AS last, count(*) AS n FROM feed_change',
    );
    expect(rows[0]).toEqual({ first: 1, last: 400, n: 400 });
  });

  test('are watched by a test that can see: a bare sequence loses entries in it', async () => {
    expect(await missedBy(bareSequence, 800)).toBeGreaterThan(0);
  });

  test('of several changes in one transaction follow each other, and come with the horizon under the lock', async () => {
    const gone = () => ({ kind: 'removed', of: 'grant', id: randomUUID() }) as const;
    const published = await operatorScope(pool)(operatorId, (tx) =>
      publish(tx, siteId, epochMs(5), [gone(), gone(), gone()]),
    );
    expect(published).toEqual({ seq: 403, horizonAt: 0, ownFrom: 0 });
  });
});
