/** What of the box's state moved. Screens refetch, the outbox wakes; the topic carries no state of its own. */
export type Topic = 'bookings' | 'access' | 'doors' | 'link' | 'facts' | 'settings';

/** In-process news. A listener that throws harms nobody else and surfaces as an unhandled rejection of its own. */
export class Changes {
  readonly #listeners = new Set<(topic: Topic) => void>();

  tell(...topics: readonly Topic[]): void {
    for (const topic of topics) for (const listener of this.#listeners) queueMicrotask(() => listener(topic));
  }

  /** Listens until the returned function is called. */
  listen(listener: (topic: Topic) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves at the next news of the topic, after so long, or when the signal comes, whichever is first. */
  next(topic: Topic, lengthMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        unlisten();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, lengthMs);
      const unlisten = this.listen((told) => told === topic && done());
      signal.addEventListener('abort', done, { once: true });
    });
  }
}
