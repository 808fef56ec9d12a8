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
  /** Keeps a notice until this transaction has committed. Absent when the database itself carries it (NOTIFY). */
  readonly tellAfter?: ((text: string) => void) | undefined;
};

/** Another way than the database for notices. */
export type Carrier = {
  /** Whether a transaction that begins now may leave its notices to it. */
  readonly isReady: () => boolean;
  /** Never throws and keeps nobody waiting: a notice is a hint. */
  readonly carry: (texts: readonly string[]) => void;
};

export type Isolation = 'READ COMMITTED' | 'REPEATABLE READ';

/** Runs `work` in one transaction as `operatorId`: committed when it returns, rolled back when it throws. */
export type WithOperator = <T>(
  operatorId: OperatorId,
  work: (tx: Tx) => Promise<T>,
  isolation?: Isolation,
) => Promise<T>;

/**
 * Row-level security keeps the work to its operator: the transaction takes a role that may not bypass it, also when the pool's own user could. What it announced is told
 * once it has committed, and never when it has not.
 */
export function operatorScope(pool: Pool, carrier?: Carrier): WithOperator {
  return async (operatorId, work, isolation = 'READ COMMITTED') => {
    const client = await pool.connect();
    try {
      const told = carrier?.isReady() ? new Set<string>() : undefined;
      const result = await inTransaction(client, operatorId, work, isolation, told);
      client.release();
      if (told) carrier?.carry([...told]);
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
  told: Set<string> | undefined,
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
    tellAfter: told && ((text) => told.add(text)),
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
  const text = textToNotify(tx, { operatorId: tx.operatorId, siteId, what, ref });
  if (text !== null) await tx.query('SELECT pg_notify($1, $2)', ['lintel', text]);
}

/** What `pg_notify` is to carry with this transaction; null when the notice goes another way once it has committed. */
export function textToNotify(tx: Tx, notice: Notice): string | null {
  const text = JSON.stringify(notice);
  if (!tx.tellAfter) return text;
  tx.tellAfter(text);
  return null;
}
