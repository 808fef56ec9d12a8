import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Changes, Topic } from '../changes.ts';

const silenceMs = 15_000;

/** Server-sent events: `changed` with the topic, for those the viewer may hear of; a comment every 15 s so that a dead line is noticed. */
export function streamChanges(c: Context, changes: Changes, heard: readonly Topic[]): Response {
  c.header('cache-control', 'no-store');
  return streamSSE(c, async (stream) => {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const send = (topic: Topic) => {
      if (heard.includes(topic))
        void stream.writeSSE({ event: 'changed', data: JSON.stringify({ what: topic }) });
    };
    const unlisten = changes.listen(send);
    const beat = setInterval(() => void stream.write(': beat\n\n'), silenceMs);
    stream.onAbort(end);
    await stream.write('retry: 1000\n\n');
    await ended;
    clearInterval(beat);
    unlisten();
  });
}
