import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Changes, Topic } from '../changes.ts';

const silenceMs = 15_000;

/**
 * Server-sent events: `changed` with the topic, for those the viewer may hear of; a comment every 15 s so that a dead line is noticed. It ends as soon as the viewer is no longer
 * welcome, which is looked at before every word. A viewer who reads slowly is told each topic once, however often it changed meanwhile.
 */
export function streamChanges(
  c: Context,
  changes: Changes,
  heard: readonly Topic[],
  isWelcome: () => boolean,
): Response {
  c.header('cache-control', 'no-store');
  return streamSSE(c, async (stream) => {
    const untold = new Set<Topic>();
    let isGone = false;
    let wake = () => {};
    const unlisten = changes.listen((topic) => {
      if (heard.includes(topic)) untold.add(topic);
      wake();
    });
    stream.onAbort(() => {
      isGone = true;
      wake();
    });
    try {
      await stream.write('retry: 1000\n\n');
      while (!isGone && isWelcome()) {
        const news = [...untold];
        untold.clear();
        for (const topic of news)
          await stream.writeSSE({ event: 'changed', data: JSON.stringify({ what: topic }) });
        if (untold.size > 0 || isGone) continue;
        const isSilent = await new Promise<boolean>((resolve) => {
          const beat = setTimeout(() => resolve(true), silenceMs);
          wake = () => {
            clearTimeout(beat);
            resolve(false);
          };
        });
        if (isSilent) await stream.write(': beat\n\n');
      }
    } finally {
      unlisten();
    }
  });
}
