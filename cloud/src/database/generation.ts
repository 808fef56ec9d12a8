import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Log } from '../log.ts';

const unsettled = '';

/**
 * Which server, which line of its history, and which database on it: another after a restore, a point-in-time recovery or a promotion. The line is that of the log being written, for the control
 * file tells of a promotion only after its next checkpoint. A server that only follows another has none, and says so.
 */
const serverSql = `SELECT s.system_identifier || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8) || '/' || d.datname || '/' || d.oid AS server
  FROM pg_control_system() s, pg_database d WHERE d.datname = current_database()`;

type Queries = Pick<Pool | PoolClient, 'query'>;

async function serverOf(client: Queries): Promise<string> {
  const { rows } = await (client as PoolClient).query<{ server: string }>(serverSql);
  return rows[0]?.server ?? '';
}

/**
 * Begins a new generation when this is not the server, or not the line of its history, the last one was written on; sites then reconcile by snapshot. `reconcile` comes after it has begun and before
 * it counts as settled: a cloud that is killed in between begins another at its next start, and reconciles again. Answers which server it is.
 */
export async function settleGeneration(pool: Pool, reconcile: () => Promise<void>): Promise<string> {
  const server = await serverOf(pool);
  const begun = await pool.query(
    `INSERT INTO cloud_generation (generation, server) VALUES ($1, $2)
     ON CONFLICT (one) DO UPDATE SET generation = excluded.generation, server = excluded.server, since = now()
     WHERE cloud_generation.server <> $3`,
    [randomUUID(), unsettled, server],
  );
  if (begun.rowCount !== 1) return server;
  await reconcile();
  await pool.query('UPDATE cloud_generation SET server = $1', [server]);
  return server;
}

/** Looks at each new connection of a pool before anybody may use it. */
export type Verify = (client: PoolClient, done: (error?: Error) => void) => void;

/**
 * Lets no connection be used on another server than the one that was settled: a database that failed over while the cloud ran has broken every connection, and the first new one settles the new
 * history before a single booking is written on it. `settle` must use connections of its own.
 */
export function onSettledServer(known: string, settle: () => Promise<string>, log: Log): Verify {
  let settled = known;
  let settling: Promise<string> | undefined;
  const check = async (client: PoolClient) => {
    const server = await serverOf(client);
    if (server === settled) return;
    log.warn({ server, settled }, 'the database is another than before: a new generation begins');
    settling ??= settle().finally(() => {
      settling = undefined;
    });
    settled = await settling;
    if (server !== settled) throw new Error('The database moved again while the cloud was settling on it.');
  };
  return (client, done) => {
    check(client).then(
      () => done(),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  };
}
