import type { SiteKey } from '../database/directory.ts';

/** The feed streams this process holds open. A hint for screens and clock work; what is delivered never depends on it. */
export class Streams {
  readonly #open = new Map<string, { readonly key: SiteKey; readonly end: AbortController }>();
  #closing = false;

  /** Registers a stream under an id of its own; its signal fires when it is to end. */
  add(streamId: string, key: SiteKey): AbortController {
    const end = new AbortController();
    this.#open.set(streamId, { key, end });
    if (this.#closing) end.abort();
    return end;
  }

  remove(streamId: string): void {
    this.#open.delete(streamId);
  }

  sites(): readonly SiteKey[] {
    return [...this.#open.values()].map((stream) => stream.key);
  }

  /** Ends every stream, now and from now on: the process is about to stop. */
  close(): void {
    this.#closing = true;
    for (const { end } of this.#open.values()) end.abort();
  }
}
