import { setTimeout as wait } from 'node:timers/promises';
import type { OperatorId, SiteId } from '@lintel/core/ids.ts';
import { isId } from '@lintel/core/ids.ts';
import pg from 'pg';
import type { Log } from '../log.ts';
import type { Notice } from './operator.ts';
import type { Redis } from './redis.ts';

/** `missed`: the listening connection was away, so look at everything again. */
export type Heard = Notice | 'missed';
type Listener = (heard: Heard) => void;

/** How notices travel just now, as `/health` says it. */
export type NoticesHealth = {
  readonly by: 'database' | 'redis';
  /** What is wrong, and what it means. */
  readonly sentence?: string;
};

/**
 * What other processes tell, and this one, handed out to whoever subscribed. A notice is a hint to look, never the news itself. With Redis, the database's own channel stays
 * open beside it: what Redis does not take goes there.
 */
export class Notices {
  readonly #databaseUrl: string;
  readonly #log: Log;
  readonly #redis: Redis | undefined;
  readonly #bySite = new Map<string, Set<Listener>>();
  readonly #byOperator = new Map<string, Set<Listener>>();

  constructor(databaseUrl: string, log: Log, redis?: Redis) {
    this.#databaseUrl = databaseUrl;
    this.#log = log;
    this.#redis = redis;
  }

  health(): NoticesHealth {
    if (!this.#redis) return { by: 'database' };
    if (this.#redis.isConnected) return { by: 'redis' };
    return {
      by: 'database',
      sentence:
        'Redis does not answer, so notices go through the database. Screens stay live; see that Redis runs and REDIS_URL is right.',
    };
  }

  /** Answers how to stop listening. */
  onSite(operatorId: OperatorId, siteId: SiteId, listener: Listener): () => void {
    return add(this.#bySite, `${operatorId}/${siteId}`, listener);
  }

  onOperator(operatorId: OperatorId, listener: Listener): () => void {
    return add(this.#byOperator, operatorId, listener);
  }

  /** Listens until told to end; comes back by itself when the database or Redis was away, and then tells everybody that something may be missed. */
  async run(signal: AbortSignal): Promise<void> {
    const ears = { hear: (text: string) => this.#hear(text), missed: () => this.#tellAll('missed') };
    await Promise.all([this.#listenOn(signal), this.#redis?.run(signal, ears)]);
  }

  async #listenOn(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      const startedAt = performance.now();
      await this.#listen(signal).catch((error: Error) =>
        this.#log.warn({ error: error.message }, 'not listening to the database'),
      );
      failures = performance.now() - startedAt > 10_000 ? 0 : failures + 1;
      await wait(Math.min(100 * 2 ** failures, 2000), undefined, { signal }).catch(() => undefined);
    }
  }

  async #listen(signal: AbortSignal): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#databaseUrl,
      connectionTimeoutMillis: 3000,
      keepAlive: true,
      application_name: 'lintel-cloud-notices',
    });
    const ended = Promise.withResolvers<void>();
    client.on('error', (error) => ended.reject(error));
    client.on('end', () => ended.resolve());
    client.on('notification', ({ payload }) => this.#hear(payload ?? ''));
    const end = () => ended.resolve();
    signal.addEventListener('abort', end, { once: true });
    ended.promise.catch(() => undefined);
    try {
      await client.connect();
      await client.query('LISTEN lintel');
      this.#tellAll('missed');
      await ended.promise;
    } finally {
      signal.removeEventListener('abort', end);
      await client.end().catch(() => undefined);
    }
  }

  #hear(payload: string): void {
    const notice = parseNotice(payload);
    if (!notice) return this.#log.warn({ payload: payload.slice(0, 200) }, 'a notice nobody can read');
    for (const listener of this.#bySite.get(`${notice.operatorId}/${notice.siteId}`) ?? []) listener(notice);
    for (const listener of this.#byOperator.get(notice.operatorId) ?? []) listener(notice);
  }

  #tellAll(heard: Heard): void {
    for (const listeners of [...this.#bySite.values(), ...this.#byOperator.values()]) {
      for (const listener of listeners) listener(heard);
    }
  }
}

function add(index: Map<string, Set<Listener>>, key: string, listener: Listener): () => void {
  const listeners = index.get(key) ?? new Set();
  index.set(key, listeners.add(listener));
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && index.get(key) === listeners) index.delete(key);
  };
}

function parseNotice(payload: string): Notice | undefined {
  try {
    const value = JSON.parse(payload) as Partial<Notice>;
    return isId(value.operatorId) && isId(value.siteId) && typeof value.what === 'string'
      ? (value as Notice)
      : undefined;
  } catch {
    return undefined;
  }
}
