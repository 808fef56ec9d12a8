import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from '@redis/client';
import type { Log } from '../log.ts';

const channel = 'lintel';
/** Redis answers in well under a millisecond; after this it counts as away for the one notice. */
const answerMostMs = 500;
/** A connection that is silent this long, also to our pings, is given up and made anew. */
const silentMostMs = 3500;
/** How often whoever listens looks at everything again while Redis cannot be heard. */
const lookAgainMs = 10_000;

/** What hears the channel. `missed`: something may have been said that was not heard. */
export type Ears = { readonly hear: (text: string) => void; readonly missed: () => void };

/**
 * Redis as the way notices take between cloud processes: at most once, in the order one process said them, nothing kept. Comes back by itself however often Redis goes
 * away; until then `publish` answers false and somebody else has to carry the notice.
 */
export class Redis {
  readonly #speaker: ReturnType<typeof clientFor>;
  readonly #listener: ReturnType<typeof clientFor>;
  readonly #log: Log;
  #told: 'connected' | 'away' | undefined;

  constructor(url: string, log: Log) {
    this.#log = log;
    this.#speaker = clientFor(url, true);
    this.#listener = clientFor(url, false);
  }

  get isConnected(): boolean {
    return this.#speaker.isReady && this.#listener.isReady;
  }

  /** True once Redis has taken it. After false it may still have been heard: a notice said twice does no harm. */
  async publish(text: string): Promise<boolean> {
    if (!this.#speaker.isReady) return false;
    const late = new AbortController();
    const said = this.#speaker.publish(channel, text).then(
      () => true,
      () => false,
    );
    const tooLate = wait(answerMostMs, false, { signal: late.signal }).catch(() => false);
    const taken = await Promise.race([said, tooLate]);
    late.abort();
    return taken;
  }

  /** Listens until told to end. `missed` is called whenever hearing begins, and again and again while Redis is away. */
  async run(signal: AbortSignal, ears: Ears): Promise<void> {
    for (const client of [this.#speaker, this.#listener]) {
      client.on('error', (error: Error) => this.#tell(error));
      client.on('ready', () => this.#tell());
      client.connect().catch((error: Error) => this.#tell(error));
    }
    this.#listener.on('ready', ears.missed);
    this.#listener
      .subscribe(channel, ears.hear)
      .then(ears.missed)
      .catch((error: Error) => this.#tell(error));
    while (!signal.aborted) {
      await wait(lookAgainMs, undefined, { signal }).catch(() => undefined);
      if (!this.#listener.isReady && !signal.aborted) ears.missed();
    }
    for (const client of [this.#speaker, this.#listener]) {
      client.removeAllListeners('ready');
      if (client.isOpen) client.destroy();
    }
  }

  /** Into the log once each time it goes or comes, however often it was tried in between. */
  #tell(error?: Error): void {
    const state = error ? 'away' : 'connected';
    if (state === this.#told || (!error && !this.isConnected)) return;
    this.#told = state;
    if (error) this.#log.warn({ error: error.message }, 'Redis is away; notices go through the database');
    else this.#log.info({}, 'notices go through Redis');
  }
}

/** `speaks`: what cannot be said at once is not kept for later, when it would be old news. */
function clientFor(url: string, speaks: boolean) {
  return createClient({
    url,
    disableOfflineQueue: speaks,
    pingInterval: 1000,
    maintNotifications: 'disabled',
    disableClientInfo: true,
    name: `lintel-cloud-${speaks ? 'speaks' : 'listens'}`,
    socket: {
      connectTimeout: 2000,
      socketTimeout: silentMostMs,
      reconnectStrategy: (tries) => Math.min(50 * 2 ** Math.min(tries, 10), 1000),
    },
  });
}
