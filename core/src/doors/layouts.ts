/** How a card's bits are divided and protected. Layouts are data: bit 0 is sent first, `from` and `to` are both within the field. */

type Field = { readonly from: number; readonly to: number };

type ParityBit = {
  readonly bit: number;
  readonly makes: 'even' | 'odd';
  /** The bits counted together with `bit`. */
  readonly over: readonly number[];
};

export type Layout = {
  readonly length: number;
  /** Absent where the layout has no facility code. */
  readonly facility?: Field;
  readonly number: Field;
  /** In the order in which they must be computed: a later one may cover an earlier one. */
  readonly parity: readonly ParityBit[];
};

export const layoutNames = ['H10301', 'H10306', 'C1k35s', 'H10302', 'H10304'] as const;
export type LayoutName = (typeof layoutNames)[number];

const span = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** `from, from+1, from+3, from+4, …`: two of every three bits up to `to`, as Corporate 1000 counts them. */
const twoOfThree = (from: number, to: number): readonly number[] =>
  span(from, to).filter((bit) => (bit - from) % 3 !== 2);

const parity37: readonly ParityBit[] = [
  { bit: 0, makes: 'even', over: span(1, 18) },
  { bit: 36, makes: 'odd', over: span(18, 35) },
];

/** As in Proxmark3, client/src/wiegand_formats.c. Two layouts share 37 bits and their parity; only the site knows which it uses. */
export const layouts: Readonly<Record<LayoutName, Layout>> = {
  H10301: {
    length: 26,
    facility: { from: 1, to: 8 },
    number: { from: 9, to: 24 },
    parity: [
      { bit: 0, makes: 'even', over: span(1, 12) },
      { bit: 25, makes: 'odd', over: span(13, 24) },
    ],
  },
  H10306: {
    length: 34,
    facility: { from: 1, to: 16 },
    number: { from: 17, to: 32 },
    parity: [
      { bit: 0, makes: 'even', over: span(1, 16) },
      { bit: 33, makes: 'odd', over: span(17, 32) },
    ],
  },
  C1k35s: {
    length: 35,
    facility: { from: 2, to: 13 },
    number: { from: 14, to: 33 },
    parity: [
      { bit: 1, makes: 'even', over: twoOfThree(2, 33) },
      { bit: 34, makes: 'odd', over: twoOfThree(1, 32) },
      { bit: 0, makes: 'odd', over: span(1, 34) },
    ],
  },
  H10302: { length: 37, number: { from: 1, to: 35 }, parity: parity37 },
  H10304: {
    length: 37,
    facility: { from: 1, to: 16 },
    number: { from: 17, to: 35 },
    parity: parity37,
  },
};

/** The layouts a read of this length could be; none when the length is not known. */
export function layoutsOf(length: number): readonly LayoutName[] {
  return layoutNames.filter((name) => layouts[name].length === length);
}

/** The largest number that fits the field; 0 for a field the layout has not got. */
export function fieldMax(field: Field | undefined): number {
  return field ? 2 ** (field.to - field.from + 1) - 1 : 0;
}
