import { encodeCard } from '@lintel/core/doors/layout-card.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Framing, Said } from './framing.ts';
import { qrLine } from './qr-line.ts';
import { rdm6300 } from './rdm6300.ts';
import { sentence } from './sentence.ts';
import { wiegandUart } from './wiegand-uart.ts';

const wiegand = wiegandUart({ heartbeat: true, parity: 'checked' });

const ascii = (text: string) => new TextEncoder().encode(text);
const join = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
const read = ({ parser }: Framing, ...pieces: readonly Uint8Array[]): readonly Said[] => {
  const found = parser();
  return pieces.flatMap((piece) => found.push(piece));
};
const flip = (bytes: Uint8Array, bit: number) =>
  bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

/** A frame as it is on the wire, written out by hand: 01 ^ 23 ^ 45 ^ AB ^ CD = 01. */
const tag = Uint8Array.of(2, ...ascii('012345ABCD01'), 3);
const tagSeen = { kind: 'card', length: 40, bits: '012345abcd' };

describe('every serial framing', () => {
  const framings = [
    { name: 'rdm6300', framing: rdm6300, good: tag },
    { name: 'wiegand-uart', framing: wiegand, good: sentence('W,26,BD88EB80') },
    { name: 'qr-line', framing: qrLine, good: ascii('pass-1\r\n') },
  ];

  test.each(framings)('$name reads the same however its bytes are cut', ({ framing, good }) => {
    const chunk = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constant(good),
      fc.constant(good.subarray(0, 7)),
    );
    fc.assert(
      fc.property(
        fc.array(chunk, { maxLength: 12 }),
        fc.array(fc.nat(9), { minLength: 1 }),
        (chunks, sizes) => {
          const bytes = join(...chunks);
          const pieces: Uint8Array[] = [];
          for (let at = 0, i = 0; at < bytes.length; i++) {
            const size = (sizes[i % sizes.length] ?? 0) + 1;
            pieces.push(bytes.subarray(at, at + size));
            at += size;
          }
          expect(read(framing, ...pieces)).toEqual(read(framing, bytes));
        },
      ),
    );
  });

  test.each(framings)(
    '$name survives noise without throwing, and reads what comes after it',
    ({ framing, good }) => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 10_000 }), (noise) => {
          const parser = framing.parser();
          parser.push(noise);
          if (parser.isMidFrame) parser.reset();
          expect(parser.isMidFrame).toBe(false);
          expect(parser.push(good)).toEqual(read(framing, good));
        }),
      );
    },
  );

  test.each(framings)('$name holds no more after a megabyte of noise than after none', ({ framing }) => {
    const parser = framing.parser();
    const noise = Uint8Array.from({ length: 1_000_000 }, (_, i) => (i * 7919) % 251);
    const before = process.memoryUsage().heapUsed;
    const said = parser.push(noise.map((byte) => (byte === 10 || byte === 13 ? 65 : byte)));
    expect(said.filter((one) => one.kind !== 'misread')).toEqual([]);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(30_000_000);
  });
});

describe('an RDM6300', () => {
  test('reads a tag as its 40 bits', () => {
    expect(read(rdm6300, tag)).toEqual([tagSeen]);
  });

  test('reads two tags glued together as two', () => {
    expect(read(rdm6300, join(tag, tag))).toEqual([tagSeen, tagSeen]);
  });

  test('never takes a tag for another: any flipped bit is refused', () => {
    for (let bit = 8; bit < 13 * 8; bit++) {
      expect(read(rdm6300, flip(tag, bit)).filter((said) => said.kind === 'card')).toEqual([]);
    }
  });

  test('says that a frame with a wrong checksum was misread', () => {
    const wrong = Uint8Array.of(2, ...ascii('012345ABCD02'), 3);
    expect(read(rdm6300, wrong)).toEqual([{ kind: 'misread', what: 'checksum' }]);
  });

  test('refuses a checksum that was summed instead of xored', () => {
    const summed = Uint8Array.of(2, ...ascii('012345ABCDE1'), 3);
    expect(read(rdm6300, summed)).toEqual([{ kind: 'misread', what: 'checksum' }]);
  });

  test('says that half a frame was misread, and reads the whole one after it', () => {
    const cut = { kind: 'misread', what: 'length' };
    expect(read(rdm6300, tag.subarray(0, 8), tag)).toEqual([cut, tagSeen]);
    const parser = rdm6300.parser();
    expect(parser.push(tag.subarray(0, 8))).toEqual([]);
    expect(parser.isMidFrame).toBe(true);
    expect(parser.reset()).toEqual([cut]);
    expect(parser.push(tag)).toEqual([tagSeen]);
  });

  test('takes a frame that goes on too long for no card', () => {
    expect(read(rdm6300, Uint8Array.of(2, ...ascii('012345ABCD0100'), 3))).toEqual([
      { kind: 'misread', what: 'length' },
    ]);
  });
});

describe('a Wiegand reader behind a microcontroller', () => {
  const sent = (text: string) => read(wiegand, sentence(text));

  test('its sentences are written as NMEA writes them', () => {
    expect(new TextDecoder().decode(sentence('W,26,BD88EB80'))).toBe('$W,26,BD88EB80*5A\r\n');
    expect(new TextDecoder().decode(sentence('H'))).toBe('$H*48\r\n');
  });

  test('reads a card, a PIN and a sign of life', () => {
    expect(sent('W,26,BD88EB80')).toEqual([{ kind: 'card', length: 26, bits: 'bd88eb80' }]);
    expect(sent('K,0047')).toEqual([{ kind: 'pin', digits: '0047' }]);
    expect(sent('H')).toEqual([{ kind: 'alive' }]);
    expect(sent('V,2,something newer')).toEqual([{ kind: 'alive' }]);
  });

  test('refuses any H10301 card with one bit flipped on the wires', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(65_535), fc.nat(25), (facility, number, bit) => {
        const { bits } = encodeCard('H10301', { facility, number });
        const flipped = BigInt(`0x${bits}`) ^ (1n << BigInt(31 - bit));
        const hex = flipped.toString(16).padStart(8, '0').toUpperCase();
        expect(sent(`W,26,${hex}`)).toEqual([{ kind: 'misread', what: 'parity' }]);
      }),
    );
  });

  test('refuses any sentence with one bit flipped on the cable', () => {
    const line = sentence('W,26,BD88EB80');
    for (let bit = 0; bit < (line.length - 2) * 8; bit++) {
      const said = read(wiegand, flip(line, bit)).filter((one) => one.kind !== 'misread');
      expect(said).toEqual([]);
    }
  });

  test('lets a card pass whose issuer used no parity, when the site says so', () => {
    const plain = wiegandUart({ heartbeat: true, parity: 'ignored' });
    expect(read(plain, sentence('W,26,BD88EBC0'))).toEqual([{ kind: 'card', length: 26, bits: 'bd88ebc0' }]);
  });

  test('reads a length that no layout knows as it is', () => {
    expect(sent('W,56,0123456789ABCD')).toEqual([{ kind: 'card', length: 56, bits: '0123456789abcd' }]);
  });

  test.each(['W,1,80', 'W,129,0', 'W,26,BD88EB', 'W,26,BD88EB81', 'W,26', 'W,x,00', 'W,26,BD88EB80,1'])(
    'says that %s is no read of a card',
    (text) => expect(sent(text)).toEqual([{ kind: 'misread', what: 'length' }]),
  );

  test.each(['K,', 'K,12a4', 'K,12345678901234567'])('says that %s is no PIN', (text) =>
    expect(sent(text)).toEqual([{ kind: 'misread', what: 'length' }]),
  );

  test('half a sentence is a misread card, and a spoiled heartbeat is nobody', () => {
    const cut = sentence('W,26,BD88EB80').subarray(0, 9);
    expect(read(wiegand, cut, sentence('H'))).toEqual([
      { kind: 'misread', what: 'length' },
      { kind: 'alive' },
    ]);
    expect(read(wiegand, ascii('$H*49\r\n'))).toEqual([]);
  });
});

describe('a QR scanner', () => {
  test.each(['\r', '\n', '\r\n'])('gives its text as a pass when the line ends in %j', (tail) => {
    expect(read(qrLine, ascii(`LINTEL1:abc${tail}`))).toEqual([{ kind: 'pass', text: 'LINTEL1:abc' }]);
  });

  test('reads 512 bytes and refuses 513', () => {
    expect(read(qrLine, ascii(`${'a'.repeat(512)}\r`))).toEqual([{ kind: 'pass', text: 'a'.repeat(512) }]);
    expect(read(qrLine, ascii(`${'a'.repeat(513)}\r`))).toEqual([{ kind: 'misread', what: 'length' }]);
  });

  test.each([
    ['a control character', Uint8Array.of(65, 7, 66, 13)],
    ['a delete', Uint8Array.of(65, 127, 66, 13)],
    ['a control character hidden in UTF-8', Uint8Array.of(65, 0xc2, 0x85, 66, 13)],
    ['bytes that are no UTF-8', Uint8Array.of(65, 0xff, 0xfe, 13)],
  ])('refuses %s', (_what, bytes) => {
    expect(read(qrLine, bytes)).toEqual([{ kind: 'misread', what: 'checksum' }]);
  });
});
