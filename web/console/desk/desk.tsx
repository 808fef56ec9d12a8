import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { createContext, useContext } from 'react';

/** Where a booking is or is to go. */
export type Target = Span & { readonly resourceId: ResourceId };

/** Where a new booking begins: a place and a start, and an end when it was drawn. */
export type WishStart = {
  readonly date: string;
  readonly resourceId: ResourceId;
  readonly startsAt: EpochMs;
  readonly endsAt?: EpochMs | undefined;
  readonly isBlock?: boolean | undefined;
};

/** One thing the desk is busy with. */
export type Card =
  | { readonly kind: 'wish'; readonly start: WishStart }
  | { readonly kind: 'hold'; readonly date: string }
  | { readonly kind: 'booking'; readonly booking: BookingView }
  | { readonly kind: 'move'; readonly booking: BookingView; readonly to: Target | 'longer' }
  | { readonly kind: 'cancel'; readonly booking: BookingView }
  | { readonly kind: 'transfer'; readonly booking: BookingView }
  | { readonly kind: 'describe'; readonly booking: BookingView };

export type Desk = {
  readonly timeZone: string;
  readonly currency: string;
  /** Puts a card on top; what lies under it stays as it was left. */
  readonly open: (card: Card) => void;
  /** Takes the top card away. */
  readonly back: () => void;
  /** Puts another card in the place of the top one. */
  readonly instead: (card: Card) => void;
};

export const DeskContext = createContext<Desk | undefined>(undefined);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('a card lies outside of the desk');
  return desk;
}
