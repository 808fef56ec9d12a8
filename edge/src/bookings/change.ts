import type { Booking } from '@lintel/core/bookings/booking.ts';
import { heldSpan } from '@lintel/core/bookings/booking.ts';
import type { ChangeRefusal } from '@lintel/core/bookings/change.ts';
import type { Charge } from '@lintel/core/bookings/price.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import type { BookingId, ResourceId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { findEntry, findEntryOf } from './history-store.ts';
import { notOursToChange } from './ours.ts';
import { reasonDespite } from './override.ts';
import { placeOf, planChange, type WantedChange } from './plan-change.ts';
import { findBooking } from './store.ts';
import { writeOwn } from './write.ts';

export type OwnChange = {
  readonly id: BookingId;
  readonly wanted: WantedChange;
  /** The version the person was looking at; absent when it does not matter. */
  readonly version?: number | undefined;
  readonly requestId?: string | undefined;
  readonly override?: string | undefined;
  readonly by: string;
  readonly why: string;
  readonly at: EpochMs;
};

export type ChangedHere =
  /** As it now stands; unchanged when it was so already. `tookBefore` is what it took, to say what came back. */
  | { readonly kind: 'changed'; readonly booking: Booking; readonly tookBefore: Charge }
  /** Somebody else has changed it since: `booking` is what stands. */
  | { readonly kind: 'stale'; readonly booking: Booking }
  /** It may not be so: as when booking. */
  | {
      readonly kind: 'refused';
      readonly refusals: readonly BookingRefusal[];
      readonly span: Span;
      readonly resourceId: ResourceId;
    }
  /** It cannot change so, as it stands. */
  | { readonly kind: 'cannot'; readonly refusal: ChangeRefusal; readonly booking: Booking }
  /** This request has changed another booking. */
  | { readonly kind: 'request_id_used' }
  | { readonly kind: 'unknown_booking' }
  /** A block has no holder to be given to or to say yes. */
  | { readonly kind: 'is_block' }
  | { readonly kind: 'unknown_resource' }
  | { readonly kind: 'unknown_holder' };

/**
 * Changes a booking that is the site's to change, at once, link or no link: judged, written and told with its fact in the caller's one transaction. Overlap and the horizon are never overridden. The same
 * request twice changes it once.
 */
export function changeHere(store: Store, wish: OwnChange): ChangedHere {
  const before = findBooking(store, wish.id);
  if (!before) return { kind: 'unknown_booking' };
  const answered = wish.requestId ? findEntryOf(store, wish.requestId) : undefined;
  if (answered && answered.bookingId !== before.id) return { kind: 'request_id_used' };
  if (answered && answered.version !== before.version) return { kind: 'stale', booking: before };
  if (answered) return asItWas(store, before);
  if (wish.version !== undefined && wish.version !== before.version)
    return { kind: 'stale', booking: before };
  const foreign = notOursToChange(store, heldSpan(before));
  if (foreign.length > 0) return { kind: 'refused', refusals: foreign, ...placeOf(before) };

  const planned = planChange(store, before, wish.wanted, wish.at);
  if ('kind' in planned) return planned;
  const { changed, refusals, place } = planned;
  if (changed.kind === 'refused') return { kind: 'cannot', refusal: changed.refusal, booking: before };
  const why = reasonDespite(refusals, wish.override, wish.why);
  if (why === undefined) return { kind: 'refused', refusals, ...place };
  if (changed.kind === 'unchanged') return asItWas(store, before);

  const after = changed.booking;
  if (writeOwn(store, [{ before, after }], { ...wish, why }) === 'kept')
    return { kind: 'changed', booking: after, tookBefore: before.charge };
  const taken = { kind: 'taken', until: place.span.endsAt, bookingIds: [] } as const;
  return { kind: 'refused', refusals: [taken], ...place };
}

/** The same answer as to the request that made it so. */
function asItWas(store: Store, booking: Booking): ChangedHere {
  const was = findEntry(store, booking.id, booking.version)?.was;
  return { kind: 'changed', booking, tookBefore: was?.charge ?? booking.charge };
}
