import type { Booking } from '@lintel/core/bookings/booking.ts';
import type { HolderId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import type { OwnWish } from './book.ts';
import type { OwnChange } from './change.ts';
import type { HoldWish } from './hold-desks.ts';
import type { Asker } from './judge-here.ts';
import type { WantedChange } from './plan-change.ts';
import type { ConsoleCancel, ConsoleChange, ConsoleHold, ConsoleWish } from './wishes.ts';

/** Who asks at the console, and when. */
export type AtConsole = {
  readonly staff: { readonly id: HolderId; readonly name: string };
  readonly at: EpochMs;
};

/** The wish to book as the calendar takes it: by the member's rules for a member, by the house's for a guest, and by staff's own otherwise. */
export function consoleWishOf(wish: ConsoleWish, { staff, at }: AtConsole): OwnWish {
  const { requestId, resourceId, alsoResourceIds, startsAt, endsAt, people, purpose, guest } = wish;
  const why = guest
    ? `booked at the console for the guest ${guest.name} (${guest.email})`
    : 'booked at the console';
  return {
    requestId,
    resourceIds: [resourceId, ...alsoResourceIds],
    span: { startsAt, endsAt },
    title: wish.title || (guest?.name ?? ''),
    people,
    purpose,
    asker: askerOf(wish),
    source: 'console',
    override: wish.override?.reason,
    by: staff.name,
    why,
    at,
  };
}

function askerOf({ purpose, forHolderId, guest }: ConsoleWish): Asker {
  if (purpose === 'block') return { kind: 'staff' };
  if (forHolderId) return { kind: 'holder', holderId: forHolderId };
  return { kind: guest ? 'guest' : 'staff' };
}

export function consoleChangeOf(
  id: Booking['id'],
  { requestId, version, change, override }: ConsoleChange,
  { staff, at }: AtConsole,
): OwnChange {
  const why = 'changed at the console';
  return {
    id,
    wanted: wantedOf(change),
    version,
    requestId,
    override: override?.reason,
    by: staff.name,
    why,
    at,
  };
}

function wantedOf(change: ConsoleChange['change']): WantedChange {
  if (change.kind !== 'move') return change;
  const { kind, resourceId, startsAt, endsAt } = change;
  return { kind, resourceId, span: { startsAt, endsAt } };
}

export function consoleCancelOf(
  id: Booking['id'],
  { version, refundAll }: ConsoleCancel,
  { staff, at }: AtConsole,
): OwnChange {
  const why = refundAll ? 'cancelled at the console, everything given back' : 'cancelled at the console';
  return { id, wanted: { kind: 'cancel', refundAll }, version, by: staff.name, why, at };
}

export function consoleHoldOf(wish: ConsoleHold, span: Span, { staff, at }: AtConsole): HoldWish {
  const { requestId, kinds, forHolderId, title, override } = wish;
  return {
    requestId,
    span,
    kinds,
    holderId: forHolderId,
    title,
    override: override?.reason,
    by: staff.name,
    at,
  };
}
