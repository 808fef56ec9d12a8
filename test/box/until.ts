import { setTimeout as sleep } from 'node:timers/promises';

/** The first answer that is wanted, asked for every few milliseconds; throws with the last one after `withinMs`. */
export async function until<Seen>(
  look: () => Promise<Seen> | Seen,
  isWanted: (seen: Seen) => boolean,
  withinMs = 10_000,
): Promise<Seen> {
  const untilMs = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (isWanted(seen)) return seen;
    if (performance.now() > untilMs)
      throw new Error(`not within ${withinMs} ms (${isWanted}); last seen: ${JSON.stringify(seen)}`);
    await sleep(15);
  }
}
