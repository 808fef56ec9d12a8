import type { Booking } from '@lintel/core/bookings/booking.ts';
import { heldSpan } from '@lintel/core/bookings/booking.ts';
import type { BookingChange, Changed } from '@lintel/core/bookings/change.ts';
import { change } from '@lintel/core/bookings/change.ts';
import { heldOf } from '@lintel/core/bookings/judge.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import type { HolderId, ResourceId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { isNonsense } from './book.ts';
import { type Asker, type Judged, judgeHere, planOf } from './judge-here.ts';
import { notOursToChange, notOursToTake } from './ours.ts';
import { findResource } from './store.ts';

/** What somebody at the site wants of a booking. */
export type WantedChange =
  | { readonly kind: 'check_in' }
  | { readonly kind: 'end' }
  | { readonly kind: 'release' }
  | { readonly kind: 'accept' }
  | { readonly kind: 'cancel'; readonly refundAll: boolean }
  | { readonly kind: 'move'; readonly resourceId: ResourceId; readonly span: Span }
  | { readonly kind: 'transfer'; readonly toHolderId: HolderId }
  | { readonly kind: 'describe'; readonly title?: string | undefined; readonly people?: number | undefined };

/** Where a booking is or would be. */
export type Place = { readonly span: Span; readonly resourceId: ResourceId };

/** The booking as core would change it, everything that stands against it, and where it would be. */
export type Planned = {
  readonly changed: Changed;
  readonly refusals: readonly BookingRefusal[];
  readonly place: Place;
};

export type Unplanned = { readonly kind: 'unknown_resource' | 'unknown_holder' | 'is_block' };

/** What a wanted change would make of the booking. Nothing is written. */
export function planChange(
  store: Store,
  before: Booking,
  wanted: WantedChange,
  at: EpochMs,
): Planned | Unplanned {
  switch (wanted.kind) {
    case 'check_in':
    case 'end':
      return planBare(before, wanted, at);
    case 'release':
    case 'cancel':
      return planBare(before, { ...wanted, plan: planOf(store, before.holderId) }, at);
    case 'describe':
      return planDescribe(store, before, wanted, at);
    case 'move':
      return planMove(store, before, wanted, at);
    case 'transfer':
      return planTransfer(store, before, wanted.toHolderId, at);
    case 'accept':
      return planAccept(store, before, at);
    default:
      return wanted satisfies never;
  }
}

export function placeOf({ resourceId, startsAt, endsAt }: Booking): Place {
  return { resourceId, span: { startsAt, endsAt } };
}

const asItIs: Changed = { kind: 'unchanged' };

function planBare(before: Booking, wanted: BookingChange, at: EpochMs): Planned {
  return { changed: change(before, wanted, at), refusals: [], place: placeOf(before) };
}

function planDescribe(
  store: Store,
  before: Booking,
  wanted: Extract<WantedChange, { kind: 'describe' }>,
  at: EpochMs,
): Planned {
  const { title = before.title, people = before.people } = wanted;
  const place = placeOf(before);
  const most = findResource(store, before.resourceId)?.capacity;
  const refusals: readonly BookingRefusal[] =
    most !== undefined && people > most ? [{ kind: 'too_many_people', most }] : [];
  const isSame = title === before.title && people === before.people;
  return { changed: isSame ? asItIs : change(before, wanted, at), refusals, place };
}

function planMove(
  store: Store,
  before: Booking,
  { resourceId, span }: Extract<WantedChange, { kind: 'move' }>,
  at: EpochMs,
): Planned | Unplanned {
  const judged = judgeAs(
    store,
    before,
    { resourceId, span, purpose: before.purpose, asker: askerOf(before) },
    at,
  );
  if (judged.kind !== 'judged') return judged;
  const { verdict } = judged;
  const { resource } = judged.wish;
  const refusals = verdict.refusals.filter((one) => !isBegun(one, before, span, at));
  const place = { span, resourceId };
  if (isNonsense(refusals)) return { changed: asItIs, refusals, place };

  const isSame =
    resourceId === before.resourceId && span.startsAt === before.startsAt && span.endsAt === before.endsAt;
  if (isSame) return { changed: asItIs, refusals: [], place };
  const held = heldOf(resource, span);
  // Whatever it takes newly, and what would lie wholly behind the horizon, which is the cloud's to say.
  const isNarrower = resourceId === before.resourceId && isWithin(held, heldSpan(before));
  const foreign = isNarrower ? notOursToChange(store, held) : notOursToTake(store, held);
  const changed = change(before, { kind: 'move', to: resource, span, charge: verdict.charge }, at);
  return { changed, refusals: [...refusals, ...foreign], place };
}

function planTransfer(store: Store, before: Booking, holderId: HolderId, at: EpochMs): Planned | Unplanned {
  if (before.purpose === 'block') return { kind: 'is_block' };
  const asker: Asker = { kind: 'holder', holderId };
  const planned = judgeInPlace(store, before, { purpose: before.purpose, asker }, at);
  if ('kind' in planned) return planned;
  if (before.holderId === holderId) return { ...planned, changed: asItIs, refusals: [] };
  return { ...planned, changed: change(before, { kind: 'transfer', holderId, charge: planned.charge }, at) };
}

function planAccept(store: Store, before: Booking, at: EpochMs): Planned | Unplanned {
  if (before.purpose === 'block') return { kind: 'is_block' };
  const planned = judgeInPlace(store, before, { purpose: 'use', asker: askerOf(before) }, at);
  if ('kind' in planned) return planned;
  return { ...planned, changed: change(before, { kind: 'accept', charge: planned.charge }, at) };
}

/** What stands against the booking where it is, as another's or for another purpose, and what it would take then. */
function judgeInPlace(store: Store, before: Booking, as: Pick<As, 'purpose' | 'asker'>, at: EpochMs) {
  const place = placeOf(before);
  const judged = judgeAs(store, before, { ...as, ...place }, at);
  if (judged.kind !== 'judged') return judged;
  const refusals = judged.verdict.refusals.filter((one) => !isBegun(one, before, place.span, at));
  return { refusals, charge: judged.verdict.charge, place };
}

type As = Pick<Parameters<typeof judgeHere>[1], 'resourceId' | 'span' | 'purpose' | 'asker'>;

function judgeAs(store: Store, before: Booking, as: As, at: EpochMs): Judged {
  return judgeHere(store, { ...as, people: before.people, at, self: before });
}

/** A booking that has begun and keeps its start is not in the past while it has an end to come. */
function isBegun({ kind }: BookingRefusal, before: Booking, span: Span, at: EpochMs): boolean {
  return kind === 'in_the_past' && span.startsAt === before.startsAt && span.endsAt > at;
}

function isWithin(inner: Span, outer: Span): boolean {
  return outer.startsAt <= inner.startsAt && inner.endsAt <= outer.endsAt;
}

/** By whose rules a booking is judged again. A price without a holder is a guest's. */
function askerOf({ holderId, purpose, source, charge }: Booking): Asker {
  if (holderId) return { kind: 'holder', holderId };
  if (purpose !== 'use') return { kind: 'staff' };
  if (source === 'panel') return { kind: 'walk_in' };
  return { kind: charge.amount > 0 ? 'guest' : 'staff' };
}
