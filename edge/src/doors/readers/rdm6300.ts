import type { FrameParser, Framing, Said } from './framing.ts';

/**
 * RDM6300 and its kin (125 kHz), 9600 8N1: `02`, ten hex digits of card, two of their bytes' XOR, `03`. It repeats the frame while the tag stays.
 * Digits are upper case; a lower-case one is a flipped bit.
 */
export const rdm6300: Framing = { parser: () => new Rdm6300Parser(), idleMs: 100, debounceMs: 300 };

const start = 0x02;
const end = 0x03;
const digitsOfCard = 10;
const digitsOfFrame = 12;

/** So many good digits, and so few bad ones, are a card read badly; anything else is noise, which nobody presented. */
const digitsSurely = 4;
const spoiledMost = 2;

class Rdm6300Parser implements FrameParser {
  #digits = '';
  #held = 0;
  #spoiled = 0;
  isMidFrame = false;

  push(bytes: Uint8Array): readonly Said[] {
    const said: Said[] = [];
    for (const byte of bytes) said.push(...this.#take(byte));
    return said;
  }

  reset(): readonly Said[] {
    return this.#give({ kind: 'misread', what: 'length' });
  }

  #take(byte: number): readonly Said[] {
    if (byte === start) return this.#begin();
    if (!this.isMidFrame) return [];
    if (byte === end) return this.#finish();
    if (this.#held === digitsOfFrame) return this.reset();

    this.#held += 1;
    if (isDigit(byte)) this.#digits += String.fromCharCode(byte);
    else this.#spoiled += 1;
    return [];
  }

  #begin(): readonly Said[] {
    const cut = this.isMidFrame ? this.reset() : [];
    this.isMidFrame = true;
    return cut;
  }

  #finish(): readonly Said[] {
    if (this.#held < digitsOfFrame) return this.reset();
    if (this.#spoiled > 0 || !checksumHolds(this.#digits)) {
      return this.#give({ kind: 'misread', what: 'checksum' });
    }
    const bits = this.#digits.slice(0, digitsOfCard).toLowerCase();
    return this.#give({ kind: 'card', length: digitsOfCard * 4, bits });
  }

  /** Ends the frame, and keeps what it was to itself if it was only noise. */
  #give(what: Said): readonly Said[] {
    const sure = this.#digits.length >= digitsSurely && this.#spoiled <= spoiledMost;
    this.#digits = '';
    this.#held = 0;
    this.#spoiled = 0;
    this.isMidFrame = false;
    return sure ? [what] : [];
  }
}

function isDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46);
}

function checksumHolds(digits: string): boolean {
  const bytes = (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return bytes.reduce((sum, byte) => sum ^ byte, 0) === 0;
}
