import { fieldMax, type Layout, type LayoutName, layouts, layoutsOf } from './layouts.ts';

/** A raw read: `bits` in lower-case hex, left aligned and zero padded to whole bytes, as in `Presented`. */
export type Card = { readonly length: number; readonly bits: string };

/** What is printed on a card. `facility` is 0 where the layout has none. */
export type CardFields = { readonly facility: number; readonly number: number };

/** The raw read of the card with these fields; throws `RangeError` naming the field that does not fit the layout. */
export function encodeCard(name: LayoutName, fields: CardFields): Card {
  const layout = layouts[name];
  assertFits(`the facility code of ${name}`, fields.facility, fieldMax(layout.facility));
  assertFits(`the card number of ${name}`, fields.number, fieldMax(layout.number));

  const bits = Array<0 | 1>(layout.length).fill(0);
  if (layout.facility) write(bits, layout.facility, fields.facility);
  write(bits, layout.number, fields.number);
  for (const { bit, makes, over } of layout.parity)
    bits[bit] = isOdd(bits, over) === (makes === 'even') ? 1 : 0;
  return { length: layout.length, bits: toHex(bits) };
}

/** What is printed on the card of this read, or why it is not a card of this layout. */
export function decodeCard(
  name: LayoutName,
  card: Card,
):
  | { readonly kind: 'card'; readonly fields: CardFields }
  | { readonly kind: 'misread'; readonly what: 'length' | 'parity' } {
  const layout = layouts[name];
  const bits = fromHex(card);
  if (!bits || card.length !== layout.length) return { kind: 'misread', what: 'length' };
  if (!parityHolds(layout, bits)) return { kind: 'misread', what: 'parity' };
  const facility = layout.facility ? read(bits, layout.facility) : 0;
  return { kind: 'card', fields: { facility, number: read(bits, layout.number) } };
}

/**
 * Whether the read carries the parity of some layout of its length. `unknown` means that no layout of that length is known, so nothing can be said;
 * `malformed` that the hex is not what its length asks for.
 */
export function checkParity(card: Card): 'holds' | 'broken' | 'unknown' | 'malformed' {
  const bits = fromHex(card);
  if (!bits) return 'malformed';
  const candidates = layoutsOf(card.length);
  if (candidates.length === 0) return 'unknown';
  return candidates.some((name) => parityHolds(layouts[name], bits)) ? 'holds' : 'broken';
}

/** Text of zeros and ones, first bit first, as a raw read; throws on other text. */
export function cardFromBits(text: string): Card {
  if (!/^[01]+$/.test(text)) throw new RangeError(`bits are written as zeros and ones, not ${text}`);
  return { length: text.length, bits: toHex([...text].map((bit) => (bit === '1' ? 1 : 0))) };
}

function assertFits(what: string, value: number, max: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= max) return;
  throw new RangeError(`${what} is a whole number from 0 to ${max}, not ${value}`);
}

function parityHolds(layout: Layout, bits: readonly (0 | 1)[]): boolean {
  return layout.parity.every(({ bit, makes, over }) => isOdd(bits, [bit, ...over]) === (makes === 'odd'));
}

function isOdd(bits: readonly (0 | 1)[], over: readonly number[]): boolean {
  return over.filter((bit) => bits[bit] === 1).length % 2 === 1;
}

function write(bits: (0 | 1)[], field: { readonly from: number; readonly to: number }, value: number): void {
  const digits = value.toString(2).padStart(field.to - field.from + 1, '0');
  for (const [i, digit] of [...digits].entries()) bits[field.from + i] = digit === '1' ? 1 : 0;
}

function read(bits: readonly (0 | 1)[], field: { readonly from: number; readonly to: number }): number {
  return Number.parseInt(bits.slice(field.from, field.to + 1).join(''), 2);
}

function toHex(bits: readonly (0 | 1)[]): string {
  const text = bits.join('').padEnd(Math.ceil(bits.length / 8) * 8, '0');
  return (text.match(/.{4}/g) ?? []).map((four) => Number.parseInt(four, 2).toString(16)).join('');
}

/** Absent when the hex is not exactly as long as the bits need, or its padding is not zero. */
function fromHex(card: Card): readonly (0 | 1)[] | undefined {
  if (!Number.isInteger(card.length) || card.length < 1) return undefined;
  if (!/^[0-9a-f]+$/i.test(card.bits) || card.bits.length !== Math.ceil(card.length / 8) * 2)
    return undefined;
  const text = [...card.bits]
    .map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0'))
    .join('');
  if (text.slice(card.length).includes('1')) return undefined;
  return [...text.slice(0, card.length)].map((bit) => (bit === '1' ? 1 : 0));
}
