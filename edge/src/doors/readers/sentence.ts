/**
 * Sentences as NMEA 0183 has them: `$`, printable ASCII without `$` and `*`, `*`, two upper-case hex digits of the XOR of everything between, CR LF
 * (either is enough). At most 80 bytes.
 */
export type Found =
  | { readonly kind: 'sentence'; readonly text: string }
  | { readonly kind: 'spoiled'; readonly text: string; readonly what: 'checksum' | 'length' };

const dollar = 0x24;
const heldMax = 80;
/** A sentence with more unprintable bytes than this is noise. */
const spoiledMost = 2;

/** The bytes of one sentence. */
export function sentence(text: string): Uint8Array {
  return new TextEncoder().encode(`$${text}*${checksum(text)}\r\n`);
}

/** Finds sentences in any pieces of bytes. */
export class SentenceParser {
  #held = '';
  #spoiled = 0;
  isMidSentence = false;

  push(bytes: Uint8Array): readonly Found[] {
    const found: Found[] = [];
    for (const byte of bytes) {
      const one = this.#take(byte);
      if (one) found.push(one);
    }
    return found;
  }

  /** Forgets the half sentence and gives it, if there was one. */
  reset(): Extract<Found, { kind: 'spoiled' }> | undefined {
    const cut = { kind: 'spoiled', text: this.#held, what: 'length' } as const;
    const wasMid = this.isMidSentence;
    this.#clear();
    return wasMid ? cut : undefined;
  }

  #take(byte: number): Found | undefined {
    if (byte === dollar) {
      const cut = this.reset();
      this.isMidSentence = true;
      return cut;
    }
    if (!this.isMidSentence) return undefined;
    if (byte === 0x0d || byte === 0x0a) return this.#finish();
    if (byte < 0x20 || byte > 0x7e) this.#spoiled += 1;
    this.#held += byte < 0x20 || byte > 0x7e ? '?' : String.fromCharCode(byte);
    if (this.#spoiled > spoiledMost || this.#held.length > heldMax) this.#clear();
    return undefined;
  }

  #finish(): Found {
    const [, text, given] = /^([^*]*)\*([0-9A-F]{2})$/.exec(this.#held) ?? [];
    const whole = text !== undefined && this.#spoiled === 0 && given === checksum(text);
    const found: Found = whole
      ? { kind: 'sentence', text }
      : { kind: 'spoiled', text: this.#held, what: 'checksum' };
    this.#clear();
    return found;
  }

  #clear(): void {
    this.#held = '';
    this.#spoiled = 0;
    this.isMidSentence = false;
  }
}

function checksum(text: string): string {
  let sum = 0;
  for (const char of text) sum ^= char.charCodeAt(0);
  return sum.toString(16).toUpperCase().padStart(2, '0');
}
