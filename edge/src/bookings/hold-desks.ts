import type { Booking, ResourceKind } from '@lintel/core/bookings/booking.ts';
import { heldOf } from '@lintel/core/bookings/judge.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import { isOverridable } from '@lintel/core/bookings/refusal.ts';
import type { BookingId, HolderId, ResourceId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { findHolder } from '../members/store.ts';
import { type Booked, bookHere, isNonsense, type OwnWish, type Reason } from './book.ts';
import { judgeHere } from './judge-here.ts';
import { notOursToTake } from './ours.ts';
import { findBooking, listGroup, listResources } from './store.ts';

export type HoldWish = {
  readonly requestId: string;
  readonly span: Span;
  readonly kinds: readonly ResourceKind[];
  readonly holderId: HolderId;
  readonly title: string;
  readonly override?: string | undefined;
  readonly by: string;
  readonly at: EpochMs;
};

export type Held =
  | Exclude<Booked, { kind: 'kept' }>
  | {
      readonly kind: 'held';
      readonly bookings: readonly Booking[];
      /** Why the others of the kind were not taken. */
      readonly skipped: readonly Reason[];
    };

/**
 * Holds every free resource of these kinds for somebody's day: the free ones are picked and written in the caller's one transaction, all of them or none. Nothing is charged until they say
 * yes. The same request again holds nothing more.
 */
export function holdDesks(store: Store, wish: HoldWish): Held {
  if (!findHolder(store, wish.holderId)) return { kind: 'unknown_holder' };
  const held = heldBefore(store, wish.requestId);
  const skipped: Reason[] = [];
  const free: ResourceId[] = [];
  for (const { id: resourceId, kind } of listResources(store)) {
    if (!wish.kinds.includes(kind)) continue;
    const reasons = held.includes(resourceId) ? [] : whyNot(store, resourceId, wish);
    if (reasons.length > 0) skipped.push(...reasons);
    else if (held.length === 0 || held.includes(resourceId)) free.push(resourceId);
  }
  const [first, ...others] = held.length > 0 ? held : free;
  if (first === undefined) return { kind: 'held', bookings: [], skipped };
  const booked = bookHere(store, holdOf(wish, [first, ...others]));
  return booked.kind === 'kept' ? { kind: 'held', bookings: booked.bookings, skipped } : booked;
}

/** What the same request took before, its first booking first. */
function heldBefore(store: Store, requestId: string): readonly ResourceId[] {
  const known = findBooking(store, id<BookingId>(requestId));
  if (!known) return [];
  const group = known.groupId ? listGroup(store, known.groupId) : [known];
  return [known, ...group.filter((one) => one.id !== known.id)].map(({ resourceId }) => resourceId);
}

function whyNot(store: Store, resourceId: ResourceId, wish: HoldWish): readonly Reason[] {
  const { span, at, override } = wish;
  const asked = { resourceId, span, at, purpose: 'hold', people: 0, asker: { kind: 'staff' } } as const;
  const judged = judgeHere(store, asked);
  if (judged.kind !== 'judged') return [];
  const { refusals } = judged.verdict;
  const foreign = isNonsense(refusals) ? [] : notOursToTake(store, heldOf(judged.wish.resource, span));
  const isLifted = (refusal: BookingRefusal) => override !== undefined && isOverridable(refusal);
  const against = [...refusals, ...foreign].filter((refusal) => !isLifted(refusal));
  return against.map((refusal) => ({ resourceId, refusal }));
}

function holdOf(wish: HoldWish, resourceIds: OwnWish['resourceIds']): OwnWish {
  return {
    ...wish,
    resourceIds,
    asker: { kind: 'staff', holderId: wish.holderId },
    purpose: 'hold',
    people: 0,
    source: 'console',
    why: 'held at the console',
  };
}
