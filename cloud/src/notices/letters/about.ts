import type { Charge } from '@lintel/core/bookings/price.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';

/** Whoever did what is told of. */
export type Actor =
  | { readonly kind: 'reader' }
  | { readonly kind: 'staff'; readonly name: string }
  | { readonly kind: 'other'; readonly name: string }
  /** A clock, or a site that does not say who. */
  | { readonly kind: 'nobody' };

export type Reader = { readonly name: string; readonly timeZone?: string | undefined };

/** Where it is, and who runs the house. */
export type House = {
  readonly siteName: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly help: { readonly name: string; readonly email: string; readonly phone: string };
  readonly operatorName: string;
  /** Where the portal is; absent when this cloud does not know its own address. */
  readonly portalUrl?: string | undefined;
};

/** Everything a letter about a booking says, in words that are ready. */
export type AboutBooking = {
  readonly reader: Reader;
  readonly house: House;
  readonly actor: Actor;
  readonly at: EpochMs;
  readonly span: Span;
  readonly resourceName: string;
  /** What was booked with it in one go. */
  readonly alsoNames: readonly string[];
  readonly title: string;
  readonly isHold: boolean;
  readonly charge: Charge;
  /** Where it was before it moved. */
  readonly was?: (Span & { readonly resourceName: string }) | undefined;
  /** What whoever did it gave as the reason. */
  readonly why?: string | undefined;
  /** Why the site said no, as sentences. */
  readonly reasons: readonly string[];
  /** What stays as it was where a change was refused, or is not decided: this booking itself, or the one it was to take the place of. */
  readonly stays?: 'itself' | 'the_old' | undefined;
  /** How long an offer stands. */
  readonly offerUntil?: EpochMs | undefined;
  /** Somebody has to check in so long after the start. */
  readonly graceMs?: number | undefined;
};
