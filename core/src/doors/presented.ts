/**
 * What a reader saw, before anyone knows whose it is. `bits` is the raw read as hex, left aligned and zero padded to whole bytes, so that a card is
 * the same card whatever facility and number a layout would name.
 */
export type Presented =
  | { readonly kind: 'card'; readonly length: number; readonly bits: string }
  | { readonly kind: 'pin'; readonly digits: string }
  | { readonly kind: 'pass'; readonly text: string }
  | { readonly kind: 'misread'; readonly what: 'checksum' | 'parity' | 'length' };

/** The text whose keyed hash finds a credential: `card:26:bd88eb80`, `pin:4711`. */
export function presentedText(presented: Extract<Presented, { kind: 'card' | 'pin' }>): string {
  switch (presented.kind) {
    case 'card':
      return `card:${presented.length}:${presented.bits.toLowerCase()}`;
    case 'pin':
      return `pin:${presented.digits}`;
    default:
      return presented satisfies never;
  }
}

/** What an access event may say of it: enough for a front desk to recognise the kind, never the number. */
export function presentedLabel(presented: Presented): string {
  switch (presented.kind) {
    case 'card':
      return `card, ${presented.length} bits`;
    case 'pin':
      return 'PIN';
    case 'pass':
      return 'pass';
    case 'misread':
      return `unreadable (${presented.what})`;
    default:
      return presented satisfies never;
  }
}
