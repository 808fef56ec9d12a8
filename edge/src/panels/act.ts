import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, ceilTo, epochMs, minuteMs } from '@lintel/core/time.ts';
import type { ChangedHere, OwnChange } from '../bookings/change.ts';
import type { WantedChange } from '../bookings/plan-change.ts';
import type { Shown } from '../bookings/walk-in.ts';

export type PanelAct =
  | { readonly kind: 'check_in' }
  | { readonly kind: 'end' }
  | { readonly kind: 'extend'; readonly by: { readonly minutes: number } | 'until_next' };

export type ActPorts = {
  readonly now: () => EpochMs;
  readonly findBooking: (id: BookingId) => Booking | undefined;
  /** How far a booking that runs could be extended at most; its own end when not at all. */
  readonly extendableTo: (resource: Resource, booking: Booking, at: EpochMs) => EpochMs;
  readonly change: (wish: OwnChange) => Promise<ChangedHere>;
};

export type PanelWish = {
  readonly resource: Resource;
  readonly bookingId: BookingId;
  readonly act: PanelAct;
  readonly requestId: string;
  readonly version?: number | undefined;
  /** Whoever has shown a PIN; absent when nobody did. */
  readonly shown: Shown | undefined;
  /** Whether the site lets anyone who stands there act, or only whoever shows a PIN. */
  readonly policy: 'open' | 'pin';
  readonly panelName: string;
};

export type Acted = ChangedHere | { readonly kind: 'pin_needed' } | { readonly kind: 'not_theirs' };

/**
 * Checks in, extends or ends a booking at the panel of its own resource; another resource's does not exist there. Where the site wants a PIN it is the holder's or staff's: without a holder, staff's.
 */
export async function actAtPanel(ports: ActPorts, wish: PanelWish): Promise<Acted> {
  const booking = ports.findBooking(wish.bookingId);
  if (!booking || booking.resourceId !== wish.resource.id || booking.purpose === 'block')
    return { kind: 'unknown_booking' };
  const { shown, policy } = wish;
  if (policy === 'pin') {
    if (!shown) return { kind: 'pin_needed' };
    if (!shown.isStaff && shown.id !== booking.holderId) return { kind: 'not_theirs' };
  }
  const at = ports.now();
  return ports.change({
    id: booking.id,
    wanted: wantedOf(ports, wish, booking, at),
    version: wish.version,
    requestId: wish.requestId,
    by: shown?.name ?? `panel ${wish.panelName}`,
    why: whys[wish.act.kind],
    at,
  });
}

const whys: Readonly<Record<PanelAct['kind'], string>> = {
  check_in: 'checked in at the panel',
  end: 'ended at the panel',
  extend: 'extended at the panel',
};

function wantedOf(
  ports: ActPorts,
  { act, resource }: PanelWish,
  booking: Booking,
  at: EpochMs,
): WantedChange {
  if (act.kind !== 'extend') return act;
  const { startsAt, endsAt, resourceId } = booking;
  const until =
    act.by === 'until_next'
      ? ports.extendableTo(resource, booking, at)
      : ceilTo(addMs(endsAt, act.by.minutes * minuteMs), resource.stepMs);
  const span: Span = { startsAt, endsAt: epochMs(Math.max(endsAt, until)) };
  return { kind: 'move', resourceId, span };
}
