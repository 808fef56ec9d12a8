import type { Client } from '../../scripts/demo/client.ts';

/** Server-sent events as a browser hears them. */
export type Listening = {
  /** What changed, in the order told, and when by the monotonic clock. */
  readonly told: readonly { readonly what: string; readonly atMs: number }[];
  readonly isOver: boolean;
  close(): void;
};

/** Opens the stream as `who`; throws when it is not given. */
export async function listen(who: Client, path: string): Promise<Listening> {
  const cable = new AbortController();
  const response = await fetch(`${who.base}${path}`, {
    headers: { cookie: who.cookie },
    signal: cable.signal,
  });
  if (!response.ok || !response.body) throw new Error(`${path} answered ${response.status}`);
  const told: { what: string; atMs: number }[] = [];
  let isOver = false;
  void hear(response.body, told)
    .catch((error: unknown) => {
      if (!cable.signal.aborted) throw error;
    })
    .finally(() => {
      isOver = true;
    });
  return {
    told,
    get isOver() {
      return isOver;
    },
    close: () => cable.abort(),
  };
}

async function hear(body: ReadableStream<Uint8Array>, told: { what: string; atMs: number }[]): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('data: {'))
        told.push({ what: JSON.parse(line.slice(6)).what, atMs: performance.now() });
    }
  }
}
