import type { OperatorId, SiteId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool, PoolClient, QueryResultRow } from 'pg';

/** One transaction that sees and writes the rows of one operator and no other's. */
export type Tx = {
  readonly operatorId: OperatorId;
  readonly db: NodePgDatabase;
  readonly query: <Row extends QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ) => Promise<readonly Row[]>;
};

export type Isolation = 'READ COMMITTED' | 'REPEATABLE READ';

/** Runs `work` in one transaction as `operatorId`: committed when it returns, rolled back when it throws. */
export type WithOperator = <T>(
  operatorId: OperatorId,
  work: (tx: Tx) => Promise<T>,
  isolation?: Isolation,
) => Promise<T>;

/** Row-level security keeps the work to its operator: the transaction takes a role that may not bypass it, also when the pool's own user could. */
export function operatorScope(pool: Pool): WithOperator {
  return async (operatorId, work, isolation = 'READ COMMITTED') => {
    const client = await pool.connect();
    try {
      const result = await inTransaction(client, operatorId, work, isolation);
      client.release();
      return result;
    } catch (error) {
      // A connection that cannot even roll back is closed, so that nobody inherits its transaction.
      const kept = await client.query('ROLLBACK').then(
        () => true,
        () => false,
      );
      client.release(!kept);
      throw error;
    }
  };
}

async function inTransaction<T>(
  client: PoolClient,
  operatorId: OperatorId,
  work: (tx: Tx) => Promise<T>,
  isolation: Isolation,
): Promise<T> {
  // One round trip; the id is checked to be a UUID, so it can be written into the text.
  const checked = id<OperatorId>(operatorId);
  await client.query(
    `BEGIN ISOLATION LEVEL ${isolation}; SET LOCAL ROLE lintel_app; SET LOCAL lintel.operator_id = '${checked}'`,
  );
  const result = await work({
    operatorId,
    db: drizzle(client),
    query: async <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) =>
      (await client.query<Row>(text, [...values])).rows,
  });
  await client.query('COMMIT');
  return result;
}

/** What a notice tells other processes: little, and always only *look again*. */
export type What = 'feed' | 'ask' | 'answered' | 'stream' | 'bookings' | 'access' | 'link' | 'sites';
export type Notice = {
  readonly operatorId: OperatorId;
  readonly siteId: SiteId;
  readonly what: What;
  /** The request that was answered, or the stream that was opened. */
  readonly ref?: string | undefined;
};

/** Tells every process, once this transaction commits. */
export async function announce(tx: Tx, siteId: SiteId, what: What, ref?: string): Promise<void> {
  await tx.query('SELECT pg_notify($1, $2)', [
    'lintel',
    noticeText({ operatorId: tx.operatorId, siteId, what, ref }),
  ]);
}

export function noticeText(notice: Notice): string {
  return JSON.stringify(notice);
}
