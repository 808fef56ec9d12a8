import type { FrameParser, Framing, Said } from './framing.ts';

/**
 * A QR scanner that sends what it read as one line of text, ended by CR, LF or both (GM65, GM812 and their kin, 9600 8N1 or a USB serial port; the
 * tail must be switched on in the scanner). A line is at most 512 bytes of UTF-8 without control characters.
 */
export const qrLine: Framing = { parser: () => new QrLineParser(), idleMs: 200, debounceMs: 1_000 };

const lineMaxBytes = 512;
const utf8 = new TextDecoder('utf-8', { fatal: true });

class QrLineParser implements FrameParser {
  readonly #line = new Uint8Array(lineMaxBytes);
  #length = 0;
  #controls = false;

  /** A line that is too long or spoiled is forgotten at once but still ends at its own end, so that its rest is not taken for a pass. */
  get isMidFrame(): boolean {
    return this.#length > 0;
  }

  push(bytes: Uint8Array): readonly Said[] {
    const said: Said[] = [];
    for (const byte of bytes) {
      if (byte === 0x0d || byte === 0x0a) said.push(...this.#finish());
      else this.#take(byte);
    }
    return said;
  }

  reset(): readonly Said[] {
    this.#clear();
    return [{ kind: 'misread', what: 'length' }];
  }

  #take(byte: number): void {
    if (byte < 0x20 || byte === 0x7f) this.#controls = true;
    if (this.#length < lineMaxBytes) this.#line[this.#length] = byte;
    this.#length += 1;
  }

  #finish(): readonly Said[] {
    const length = this.#length;
    if (length === 0) return [];
    const text = this.#controls || length > lineMaxBytes ? undefined : decode(this.#line.subarray(0, length));
    this.#clear();
    if (length > lineMaxBytes) return [{ kind: 'misread', what: 'length' }];
    if (text === undefined) return [{ kind: 'misread', what: 'checksum' }];
    return [{ kind: 'pass', text }];
  }

  #clear(): void {
    this.#length = 0;
    this.#controls = false;
  }
}

/** Absent when the bytes are not UTF-8, or hide a control character in it (U+0080 to U+009F). */
function decode(bytes: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(bytes);
    return /\p{Cc}/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
