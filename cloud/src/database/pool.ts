import pg from 'pg';
import type { Log } from '../log.ts';
import type { Verify } from './generation.ts';

/** Instants arrive as milliseconds and counters as numbers, in raw queries; Drizzle's columns read the server's own text. */
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === 20) return Number;
    if (oid === 1184) return (text: string) => new Date(text).getTime();
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};

/**
 * Connections to PostgreSQL. A connection that breaks is dropped and the next query makes another, so the cloud recovers by itself; until then
 * queries fail within three seconds. `verify` looks at each new connection first.
 */
export function openPool(databaseUrl: string, log: Log, max = 10, verify?: Verify): pg.Pool {
  const pool = new pg.Pool({
    ...(verify ? { verify } : {}),
    connectionString: databaseUrl,
    max,
    // Queries of one transaction that do not wait for each other's answers share a round trip.
    pipeline: true,
    types,
    connectionTimeoutMillis: 3000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 20_000,
    options: '-c timezone=UTC',
    application_name: 'lintel-cloud',
  });
  survive(pool, log);
  return pool;
}

/** The pool of the login library, which finds its tables by the search path and reads PostgreSQL's types in pg's own way. */
export function openAuthPool(databaseUrl: string, log: Log): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 4,
    connectionTimeoutMillis: 3000,
    options: '-c timezone=UTC -c search_path=auth',
    application_name: 'lintel-cloud-auth',
  });
  survive(pool, log);
  return pool;
}

/** A connection that ends is let go. Whoever is using it is told by the failing query: between two of them nobody listens, and the process must not end for it. */
function survive(pool: pg.Pool, log: Log): void {
  pool.on('error', (error) => log.warn({ error: error.message }, 'a database connection ended'));
  pool.on('connect', (client) => client.on('error', () => undefined));
}

const away = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);

/** Whether the database could not be reached, as against a query that it turned down. Looks through the causes of an error. */
export function isDatabaseAway(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = 'code' in at ? String(at.code) : '';
    if (away.has(code) || code.startsWith('08')) return true;
    if (
      /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
        at.message,
      )
    )
      return true;
    if (at instanceof AggregateError && at.errors.some(isDatabaseAway)) return true;
  }
  return false;
}

/**
 * Whether the same work may well succeed a moment later: a deadlock, a lock or a statement that took too long, no room, a server that is going down. It says nothing against
 * what was asked (PostgreSQL 18, appendix A: classes 08, 40, 53, 57, 58 and 55P03).
 */
export function isPassing(error: unknown): boolean {
  const state = sqlState(error) ?? '';
  return isDatabaseAway(error) || state === '55P03' || /^(08|40|53|57|58)/.test(state);
}

/** Whether two transactions stood in each other's way, so that this one was given up (PostgreSQL 18, 13.3.4): at once it may well succeed. */
export function isCollision(error: unknown): boolean {
  return /^40(001|P01)$/.test(sqlState(error) ?? '');
}

/** PostgreSQL's code of an error (`23P01`), also when a library has wrapped it. */
export function sqlState(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof pg.DatabaseError && at.code) return at.code;
  }
  return undefined;
}

/** An exclusion constraint said no: somebody else holds the slot. */
export const slotTaken = '23P01';
