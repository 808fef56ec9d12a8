import { checkParity } from '@lintel/core/doors/layout-card.ts';
import type { Feedback } from '../ports.ts';
import type { FrameParser, Framing, Said } from './framing.ts';
import { SentenceParser, sentence } from './sentence.ts';

/**
 * A Wiegand reader behind a microcontroller (`firmware-config/wiegand-uart`), which is fast enough for its 50 µs pulses. Both sides speak sentences
 * with a checksum, 115200 8N1 (`sentence.ts`):
 *
 * - `$W,26,BD88EB80*hh` a read: how many bits, and the bits in upper-case hex, left aligned and zero padded to whole bytes
 * - `$K,1234*hh` the digits typed before `#`
 * - `$H*hh` each second, so that a dead reader is seen before somebody stands before it
 * - `$F,G*hh`, `$F,R*hh`, `$F,W*hh` to the reader: show granted, refused, wait
 *
 * Any other sentence with a right checksum is taken as a sign of life, so that newer firmware may say more.
 */
export function wiegandUart(options: {
  /** Whether the firmware sends `$H`; without it a dead reader is not noticed. */
  readonly heartbeat: boolean;
  /** `ignored` for cards whose issuer put no parity into a length that usually has it. */
  readonly parity: 'checked' | 'ignored';
}): Framing {
  return {
    parser: () => new WiegandUartParser(options.parity),
    idleMs: 100,
    debounceMs: 300,
    silentMaxMs: options.heartbeat ? 5_000 : undefined,
    feedback: (feedback) => sentence(`F,${feedbackLetters[feedback]}`),
  };
}

const feedbackLetters: Readonly<Record<Feedback, string>> = { granted: 'G', refused: 'R', wait: 'W' };

class WiegandUartParser implements FrameParser {
  readonly #sentences = new SentenceParser();
  readonly #parity: 'checked' | 'ignored';

  constructor(parity: 'checked' | 'ignored') {
    this.#parity = parity;
  }

  get isMidFrame(): boolean {
    return this.#sentences.isMidSentence;
  }

  push(bytes: Uint8Array): readonly Said[] {
    return this.#sentences.push(bytes).flatMap((found): readonly Said[] => {
      if (found.kind === 'sentence') return [this.#read(found.text)];
      return speaksOfCards(found.text) ? [{ kind: 'misread', what: found.what }] : [];
    });
  }

  reset(): readonly Said[] {
    const cut = this.#sentences.reset();
    return cut && speaksOfCards(cut.text) ? [{ kind: 'misread', what: cut.what }] : [];
  }

  #read(text: string): Said {
    const [letter, ...fields] = text.split(',');
    if (letter === 'W') return this.#readCard(fields);
    if (letter === 'K') return readPin(fields);
    return { kind: 'alive' };
  }

  #readCard([bitCount = '', hex = '', ...more]: readonly string[]): Said {
    const length = /^[1-9][0-9]{0,2}$/.test(bitCount) ? Number(bitCount) : 0;
    // Fewer bits are a glitch on the wires, more are two reads run together.
    if (length < 2 || length > 128 || more.length > 0) return { kind: 'misread', what: 'length' };
    const card = { length, bits: hex.toLowerCase() };
    const parity = checkParity(card);
    if (parity === 'malformed') return { kind: 'misread', what: 'length' };
    if (parity === 'broken' && this.#parity === 'checked') return { kind: 'misread', what: 'parity' };
    return { kind: 'card', ...card };
  }
}

function readPin([digits = '', ...more]: readonly string[]): Said {
  if (!/^[0-9]{1,16}$/.test(digits) || more.length > 0) return { kind: 'misread', what: 'length' };
  return { kind: 'pin', digits };
}

/** A spoiled heartbeat is nobody's card. */
function speaksOfCards(text: string): boolean {
  return /^[WK]|,/.test(text);
}
