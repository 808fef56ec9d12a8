/**
 * Everything that a simulation leaves to chance comes from here, and all of it from one seed (sfc32). A branch has a stream of its own: another draw in one part of the world
 * moves nothing in the others.
 */
export class Chance {
  readonly #seed: string;
  readonly #state: Uint32Array;

  constructor(seed: string) {
    this.#seed = seed;
    this.#state = Uint32Array.of(0x9e3779b9, 0x243f6a88, 0xb7e15162, hashOf(seed));
    for (let n = 0; n < 12; n++) this.#next();
  }

  branch(name: string): Chance {
    return new Chance(`${this.#seed}/${name}`);
  }

  /** In `[0, 1)`. */
  share(): number {
    return this.#next() / 4_294_967_296;
  }

  maybe(probability: number): boolean {
    return this.share() < probability;
  }

  /** A whole number in `[0, bound)`. */
  below(bound: number): number {
    return Math.floor(this.share() * bound);
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** Mostly short, now and then long: exponential, cut off at `most`. */
  wait(meanMs: number, mostMs = 20 * meanMs): number {
    return Math.min(mostMs, Math.round(-Math.log(1 - this.share()) * meanMs));
  }

  oneOf<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  }

  /** A name, as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const entries = Object.entries(weights) as [Name, number][];
    let left = this.share() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) {
      left -= weight;
      if (left < 0) return name;
    }
    throw new Error('nothing has any weight');
  }

  /** A UUID that nobody else draws. */
  id(): string {
    const hex = Array.from({ length: 4 }, () => this.#next().toString(16).padStart(8, '0')).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  #next(): number {
    const state = this.#state;
    const [a = 0, b = 0, c = 0, d = 0] = state;
    const out = (a + b + d) >>> 0;
    state[3] = d + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + out;
    return out;
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
