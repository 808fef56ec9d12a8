import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardFromBits, checkParity, decodeCard, encodeCard } from './layout-card.ts';
import { fieldMax, layoutNames, layouts, layoutsOf } from './layouts.ts';

/** Equal to Proxmark3's own functions for the same cards. */
const vectors = [
  ['H10301', 123, 4567, '10111101100010001110101110', 'bd88eb80'],
  ['H10301', 0, 1, '00000000000000000000000010', undefined],
  ['H10301', 118, 1603, '10111011000000110010000110', 'bb032180'],
  ['H10301', 255, 65535, '01111111111111111111111111', undefined],
  ['H10306', 1234, 56789, '1000001001101001011011101110101010', '82696eea80'],
  ['H10306', 65535, 1, '0111111111111111100000000000000010', undefined],
  ['C1k35s', 1234, 567890, '11010011010010100010101010010100100', 'd34a2a9480'],
  ['C1k35s', 101, 1, '11000001100101000000000000000000010', undefined],
  ['C1k35s', 4095, 1048575, '10111111111111111111111111111111110', undefined],
  ['H10302', 0, 12345678901, '1010110111111101110000011100001101010', 'adfdc1c350'],
  ['H10302', 0, 1, '0000000000000000000000000000000000010', undefined],
  ['H10304', 1234, 123456, '1000001001101001000111100010010000001', '82691e2408'],
  ['H10304', 65535, 524287, '0111111111111111111111111111111111111', undefined],
] as const;

const anyCard = fc.constantFrom(...layoutNames).chain((name) =>
  fc.record({
    name: fc.constant(name),
    fields: fc.record({
      facility: fc.integer({ min: 0, max: fieldMax(layouts[name].facility) }),
      number: fc.integer({ min: 0, max: fieldMax(layouts[name].number) }),
    }),
  }),
);

describe('cards', () => {
  test.each(vectors)(
    'a %s card with facility %i and number %i is sent as %s',
    (name, facility, number, bits, hex) => {
      const card = encodeCard(name, { facility, number });
      expect(card).toEqual(cardFromBits(bits));
      if (hex) expect(card.bits).toBe(hex);
      expect(decodeCard(name, card)).toEqual({ kind: 'card', fields: { facility, number } });
      expect(checkParity(card)).toBe('holds');
    },
  );

  test('every card reads back as what is printed on it', () => {
    fc.assert(
      fc.property(anyCard, ({ name, fields }) => {
        expect(decodeCard(name, encodeCard(name, fields))).toEqual({ kind: 'card', fields });
      }),
    );
  });

  test('a card with any one bit flipped is refused for its parity', () => {
    fc.assert(
      fc.property(anyCard, ({ name, fields }) => {
        const { length, bits } = encodeCard(name, fields);
        const value = BigInt(`0x${bits}`);
        for (let bit = 0; bit < length; bit++) {
          const flipped = value ^ (1n << BigInt(bits.length * 4 - 1 - bit));
          const card = { length, bits: flipped.toString(16).padStart(bits.length, '0') };
          expect(decodeCard(name, card)).toEqual({ kind: 'misread', what: 'parity' });
          expect(checkParity(card)).toBe('broken');
        }
      }),
    );
  });

  test('a read of a length nobody knows has no parity to break', () => {
    expect(layoutsOf(40)).toEqual([]);
    expect(checkParity({ length: 40, bits: '0123456789' })).toBe('unknown');
  });

  test('37 bits may be either of two layouts', () => {
    expect(layoutsOf(37)).toEqual(['H10302', 'H10304']);
  });

  test.each([
    { length: 26, bits: 'bd88eb' },
    { length: 26, bits: 'bd88eb8000' },
    { length: 26, bits: 'bd88eb81' },
    { length: 26, bits: 'bd88eb8g' },
    { length: 0, bits: '' },
    { length: 26.5, bits: 'bd88eb80' },
  ])('hex that its length does not ask for is no card: %o', (card) => {
    expect(checkParity(card)).toBe('malformed');
    expect(decodeCard('H10301', card)).toEqual({ kind: 'misread', what: 'length' });
  });

  test('a number that does not fit its layout is refused by name', () => {
    expect(() => encodeCard('H10301', { facility: 256, number: 1 })).toThrow('facility code of H10301');
    expect(() => encodeCard('H10301', { facility: 1, number: 65536 })).toThrow('card number of H10301');
    expect(() => encodeCard('H10302', { facility: 1, number: 1 })).toThrow('from 0 to 0');
  });
});
