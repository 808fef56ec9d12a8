import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import { heldOf } from '@lintel/core/bookings/judge.ts';
import { noCharge } from '@lintel/core/bookings/price.ts';
import type { HolderId, PlanId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, ceilTo, floorTo, minuteMs } from '@lintel/core/time.ts';
import type { Booked, OwnBooking } from './keep.ts';

export type WalkInPorts = {
  readonly now: () => EpochMs;
  /** The member whose PIN this is. */
  readonly findByPin: (pin: string) =>
    | {
        readonly id: HolderId;
        readonly name: string;
        readonly planId: PlanId | undefined;
        readonly suspended: boolean;
      }
    | undefined;
  readonly keep: (booking: OwnBooking) => Promise<Booked>;
};

export type WalkIn = {
  readonly requestId: string;
  readonly resource: Resource;
  readonly lengthMin: number;
  readonly pin?: string | undefined;
  readonly panelName: string;
};

/**
 * Books the resource from the step that is under way, for so many minutes, at its panel. With a PIN it is that member's booking and opens the doors for them; without, whoever
 * stands there has it.
 */
export async function bookWalkIn(
  ports: WalkInPorts,
  wish: WalkIn,
): Promise<{ readonly kept: Booked | { readonly kind: 'unknown_pin' }; readonly span: Span }> {
  const at = ports.now();
  const { stepMs } = wish.resource;
  const startsAt = floorTo(at, stepMs);
  const span = { startsAt, endsAt: ceilTo(addMs(startsAt, wish.lengthMin * minuteMs), stepMs) };

  const held = heldOf(wish.resource, span);
  const member = wish.pin ? ports.findByPin(wish.pin) : undefined;
  if (wish.pin && !member) return { kept: { kind: 'unknown_pin' }, span };

  const booking: Booking = {
    id: id(wish.requestId),
    resourceId: wish.resource.id,
    holderId: member?.id,
    title: member ? '' : 'Walk-in',
    ...span,
    purpose: 'use',
    people: 0,
    holdsFrom: held.startsAt,
    holdsUntil: held.endsAt,
    charge: noCharge,
    state: 'confirmed',
    version: 1,
    source: 'panel',
    bookedAt: at,
  };
  const kept = await ports.keep({
    booking,
    asker: member
      ? { kind: 'member', planId: member.planId, suspended: member.suspended }
      : { kind: 'walk_in' },
    by: member?.name ?? `panel ${wish.panelName}`,
    why: 'booked at the panel',
    at,
  });
  return { kept, span };
}
