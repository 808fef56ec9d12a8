import { randomUUID } from 'node:crypto';
import type { OperatorId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/support/test-cloud.ts';
import { silent } from '../log.ts';
import { operator } from '../sites/tables.ts';
import { migrate } from './migrate.ts';
import { operatorScope, type WithOperator } from './operator.ts';
import { openPool, sqlState } from './pool.ts';

const [ours, theirs] = [id<OperatorId>(randomUUID()), id<OperatorId>(randomUUID())];
let pool: pg.Pool;
let withOperator: WithOperator;

beforeAll(async () => {
  pool = openPool(await freshDatabase(), silent);
  await migrate(pool);
  withOperator = operatorScope(pool);
  for (const [operatorId, name] of [
    [ours, 'ours'],
    [theirs, 'theirs'],
  ] as const) {
    await withOperator(operatorId, (tx) => tx.db.insert(operator).values({ operator_id: operatorId, name }));
  }
});
afterAll(async () => await pool.end());

describe('an operator', () => {
  test('sees only its own rows, also when a query forgets the WHERE', async () => {
    const rows = await withOperator(ours, (tx) => tx.db.select().from(operator));
    expect(rows).toMatchObject([{ operator_id: ours, name: 'ours' }]);
  });

  test('cannot write a row of another', async () => {
    const code = await withOperator(ours, (tx) =>
      tx.db.insert(operator).values({ operator_id: id<OperatorId>(randomUUID()), name: 'stolen' }),
    ).catch(sqlState);
    expect(code).toBe('42501');
    const touched = await withOperator(ours, (tx) =>
      tx.query(`UPDATE operator SET name = 'stolen' RETURNING operator_id`),
    );
    expect(touched).toEqual([{ operator_id: ours }]);
    await withOperator(ours, (tx) => tx.query(`UPDATE operator SET name = 'ours'`));
  });

  test('leaves nothing of its scope behind on the connection', async () => {
    await withOperator(ours, async () => undefined);
    const { rows } = await pool.query(
      `SELECT current_user AS role, current_setting('lintel.operator_id', true) AS operator`,
    );
    expect(rows[0].role).not.toBe('lintel_app');
    expect(rows[0].operator ?? '').toBe('');
  });

  test('is rolled back as a whole when its work throws', async () => {
    const work = withOperator(ours, async (tx) => {
      await tx.query(`UPDATE operator SET name = 'half'`);
      throw new Error('stop');
    });
    await expect(work).rejects.toThrow('stop');
    expect(await withOperator(ours, (tx) => tx.db.select().from(operator))).toMatchObject([
      { operator_id: ours, name: 'ours' },
    ]);
  });

  test('must be a UUID before it gets anywhere near SQL', async () => {
    await expect(withOperator(`' OR 1=1` as OperatorId, async () => undefined)).rejects.toThrow(RangeError);
  });
});
