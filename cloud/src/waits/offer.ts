import type { ResourceId } from '@lintel/core/ids.ts';
import { addMs, epochMs, minuteMs } from '@lintel/core/time.ts';
import { house } from '../bookings/actor.ts';
import { type Booked, book } from '../bookings/book.ts';
import type { Tx } from '../database/operator.ts';
import type { WaitPorts } from './ports.ts';
import { moveWait, offerId, type Wait } from './store.ts';

/** How long an offer stands, when the slot does not begin before. */
const offerMs = 15 * minuteMs;

/** Whoever was passed over, because a rule is against them, is thought of again after this long. */
const passedOverMs = 5 * minuteMs;

/** Holds one of these resources, which were free a moment ago, for whoever waits. One that somebody else got first is passed over for the next. */
export async function offerTo(
  ports: WaitPorts,
  tx: WithTx,
  waiting: Wait,
  free: readonly ResourceId[],
): Promise<void> {
  let known = waiting;
  for (const resourceId of free) {
    const offering = { ...known, state: 'offering' as const, attempt: known.attempt + 1 };
    const begun = await tx((one) =>
      moveWait(one, known, {
        state: 'offering',
        attempt: offering.attempt,
        offered_resource_id: resourceId,
        booking_id: offerId(known.id, offering.attempt),
        expires_at: null,
      }),
    );
    if (!begun) return;
    const next = await hold(ports, tx, { ...offering, offered_resource_id: resourceId });
    if (next === undefined) return;
    known = next;
  }
}

export type WithTx = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/**
 * Books what is being offered, for the waiter and by their own rules, under an id that is the same however often this is done. Answers the wait when it waits on and another resource is worth a try: somebody
 * was faster at this one.
 */
export async function hold(ports: WaitPorts, tx: WithTx, offering: Wait): Promise<Wait | undefined> {
  const resourceId = offering.offered_resource_id;
  if (!resourceId) throw new Error(`The wait ${offering.id} is offered nothing.`);
  const booked = await book(ports, house(offering.operator_id, 'Wait-list'), {
    requestId: offerId(offering.id, offering.attempt),
    resourceId,
    title: '',
    people: offering.people,
    startsAt: offering.starts_at,
    endsAt: offering.ends_at,
    purpose: 'hold',
    forHolderId: offering.holder_id,
    source: 'wait_list',
  });
  return await settleHold(ports, tx, offering, booked);
}

async function settleHold(
  ports: WaitPorts,
  tx: WithTx,
  offering: Wait,
  booked: Booked,
): Promise<Wait | undefined> {
  const at = ports.now();
  if (booked.kind === 'requested') return undefined;
  if (booked.kind === 'confirmed') {
    const expires_at = epochMs(Math.min(addMs(at, offerMs), offering.starts_at));
    await tx((one) => moveWait(one, offering, { state: 'offered', expires_at }));
    return undefined;
  }
  const isTaken = booked.kind === 'refused' && booked.refused.reasons.every(({ kind }) => kind === 'taken');
  const waiting = {
    state: 'waiting' as const,
    booking_id: null,
    offered_resource_id: null,
    look_at: isTaken ? at : addMs(at, passedOverMs),
  };
  const moved = await tx((one) => moveWait(one, offering, waiting));
  return moved && isTaken ? { ...offering, ...waiting } : undefined;
}
