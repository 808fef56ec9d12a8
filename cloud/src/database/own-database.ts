import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { Service } from '../service.ts';
import { type Embedded, startEmbedded } from './embedded.ts';

/** The PostgreSQL the cloud brings itself, kept running: when it dies it is started again on the same port, and the pools find it there. */
export class OwnDatabase implements Service {
  readonly name = 'postgres';
  readonly #options: { readonly directory: string; readonly password: string };
  readonly #log: Log;
  #server: Embedded;

  private constructor(
    options: { readonly directory: string; readonly password: string },
    server: Embedded,
    log: Log,
  ) {
    this.#options = options;
    this.#server = server;
    this.#log = log;
  }

  static async start(dataDir: string, password: string, log: Log): Promise<OwnDatabase> {
    const options = { directory: join(dataDir, 'postgres'), password };
    const server = await startEmbedded(options);
    log.info({ port: server.port, adopted: server.adopted }, 'PostgreSQL runs');
    return new OwnDatabase(options, server, log);
  }

  get url(): string {
    return this.#server.url;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (!this.#server.isAlive()) {
        this.#log.error('PostgreSQL ended; it is started again');
        this.#server = await startEmbedded({ ...this.#options, port: this.#server.port });
      }
      await wait(500, undefined, { signal }).catch(() => undefined);
    }
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }
}
