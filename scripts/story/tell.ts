/** A step of the story did not happen as it must. */
class StoryFailed extends Error {
  override readonly name = 'StoryFailed';
}

/** Prints each step with what was seen; throws `StoryFailed` at the first that is not so. */
export class Teller {
  #step = '';

  step(title: string): void {
    this.#step = title;
    console.log(`\n${title}`);
  }

  saw(sentence: string): void {
    console.log(`   ✓ ${sentence}`);
  }

  note(sentence: string): void {
    console.log(`   · ${sentence}`);
  }

  /** `sentence` is so, or the story ends here. */
  check(isSo: boolean, sentence: string, seen?: unknown): void {
    if (isSo) return this.saw(sentence);
    throw new StoryFailed(
      `${this.#step}\n   ✗ ${sentence}${seen === undefined ? '' : `\n     seen: ${JSON.stringify(seen)}`}`,
    );
  }

  /** Waits until `look` finds something, and gives it; the story ends here when it does not in time. */
  async until<Found>(
    sentence: string,
    look: () => Promise<Found | undefined>,
    withinMs = 5_000,
  ): Promise<Found> {
    const startedMs = performance.now();
    for (;;) {
      const found = await look();
      const tookMs = performance.now() - startedMs;
      if (found !== undefined) {
        this.saw(`${sentence} (${Math.round(tookMs)} ms)`);
        return found;
      }
      if (tookMs > withinMs)
        throw new StoryFailed(`${this.#step}\n   ✗ ${sentence}: not within ${withinMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
