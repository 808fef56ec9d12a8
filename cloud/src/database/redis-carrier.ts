import type { Pool } from 'pg';
import type { Log } from '../log.ts';
import type { Carrier } from './operator.ts';
import type { Redis } from './redis.ts';

/** Carries notices by Redis once their transaction has committed, and by the database those that Redis does not take. */
export function redisCarrier(redis: Redis, pool: Pool, log: Log): Carrier {
  const carry = async (text: string): Promise<void> => {
    if (await redis.publish(text)) return;
    // Outside the transaction it belongs to, which has committed. If the database is away too, whoever listens is told to look at everything once it is back.
    await pool
      .query('SELECT pg_notify($1, $2)', ['lintel', text])
      .catch((error: Error) => log.warn({ error: error.message }, 'a notice was lost'));
  };
  return {
    isReady: () => redis.isConnected,
    carry: (texts) => {
      for (const text of texts) void carry(text);
    },
  };
}
