import type { Resource } from '@lintel/core/bookings/booking.ts';
import type { HolderId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, ceilTo, floorTo, minuteMs } from '@lintel/core/time.ts';
import type { Booked, OwnWish } from './book.ts';

/** Whoever has shown a PIN of this site. */
export type Shown = { readonly id: HolderId; readonly name: string; readonly isStaff: boolean };

export type WalkInPorts = {
  readonly now: () => EpochMs;
  /** The longest booking that could be made of the resource now (`freeNow`). */
  readonly freeNow: (resource: Resource, at: EpochMs) => Span | undefined;
  readonly book: (wish: OwnWish) => Promise<Booked>;
};

export type WalkIn = {
  readonly requestId: string;
  readonly resource: Resource;
  /** For so many minutes, or until the next booking, at most as long as the resource allows. */
  readonly length: { readonly minutes: number } | 'until_next';
  readonly shown: Shown | undefined;
  readonly panelName: string;
};

/**
 * Books the resource from now, at its panel. For somebody who has shown a PIN it is their booking and opens the doors for them; otherwise whoever stands there has it. `span` is what was asked for, also when it
 * was refused.
 */
export async function bookWalkIn(
  ports: WalkInPorts,
  { requestId, resource, length, shown, panelName }: WalkIn,
): Promise<{ readonly booked: Booked; readonly span: Span }> {
  const at = ports.now();
  const span = spanOf(resource, at, ports.freeNow(resource, at), length);
  const booked = await ports.book({
    requestId,
    resourceIds: [resource.id],
    span,
    title: shown ? '' : 'Walk-in',
    people: 0,
    purpose: 'use',
    asker: shown ? { kind: 'holder', holderId: shown.id } : { kind: 'walk_in' },
    source: 'panel',
    fromNow: true,
    by: shown?.name ?? `panel ${panelName}`,
    why: 'booked at the panel',
    at,
  });
  return { booked, span };
}

/** What is not free is asked for all the same from the step under way: the judge names the reasons. */
function spanOf(resource: Resource, at: EpochMs, free: Span | undefined, length: WalkIn['length']): Span {
  const startsAt = free?.startsAt ?? floorTo(at, resource.stepMs);
  if (length !== 'until_next')
    return { startsAt, endsAt: ceilTo(addMs(startsAt, length.minutes * minuteMs), resource.stepMs) };
  return free ?? { startsAt, endsAt: ceilTo(addMs(startsAt, resource.lengthMinMs), resource.stepMs) };
}
