import type { Booking } from '@lintel/core/bookings/booking.ts';
import type { OperatorId, SiteId } from '@lintel/core/ids.ts';
import { type EpochMs, minuteMs } from '@lintel/core/time.ts';
import { house } from '../bookings/actor.ts';
import { cancel } from '../bookings/cancel.ts';
import { claimLine, dropClaim, freeForLine, linesOpen, releaseLine } from './line-store.ts';
import { hold, offerTo, type WithTx } from './offer.ts';
import type { WaitPorts } from './ports.ts';
import { endPassed, lineOf, moveWait, type Wait } from './store.ts';

/** An offer is given back this long after it ran out, so that a yes that was on its way has arrived. */
const graceMs = minuteMs / 4;

/** Looks through every line of an operator where there is something to look at: what became of offers, who has run out of time, and what is free for whom. Several processes take different sites. */
export async function lookAtLines(ports: WaitPorts, operatorId: OperatorId): Promise<void> {
  const tx: WithTx = (work) => ports.withOperator(operatorId, work);
  for (const siteId of await tx(linesOpen)) await lookAt(ports, tx, operatorId, siteId);
}

async function lookAt(ports: WaitPorts, tx: WithTx, operatorId: OperatorId, siteId: SiteId): Promise<void> {
  const at = ports.now();
  const seen = await tx((one) => claimLine(one, siteId, at));
  if (!seen) return;
  try {
    await lookThrough(ports, tx, operatorId, siteId, at);
  } catch (fault) {
    // Looked at again at once, by whoever is next.
    await tx((one) => dropClaim(one, siteId));
    throw fault;
  }
  await tx((one) => releaseLine(one, siteId, seen, at));
}

async function lookThrough(
  ports: WaitPorts,
  tx: WithTx,
  operatorId: OperatorId,
  siteId: SiteId,
  at: EpochMs,
): Promise<void> {
  for (const running of await tx((one) => lineOf(one, siteId, ['offering', 'offered', 'lapsing'])))
    await follow(ports, tx, operatorId, running);
  await tx((one) => endPassed(one, siteId, at));
  // Whoever asked first is asked first: one after the other, and nobody while the site has yet to answer for somebody before them.
  const free = await tx((one) => freeForLine(one, siteId, at));
  for (const waiting of await tx((one) => lineOf(one, siteId, ['waiting']))) {
    const resources = free.get(waiting.id);
    if (resources && !(await isUndecided(tx, siteId, waiting))) await offerTo(ports, tx, waiting, resources);
  }
}

async function isUndecided(tx: WithTx, siteId: SiteId, waiting: Wait): Promise<boolean> {
  const offering = await tx((one) => lineOf(one, siteId, ['offering']));
  return offering.some((one) => one.starts_at < waiting.ends_at && waiting.starts_at < one.ends_at);
}

/** Brings an offer on from where it stands: also one that another process began and did not finish. */
async function follow(ports: WaitPorts, tx: WithTx, operatorId: OperatorId, running: Wait): Promise<void> {
  const { booking_id: bookingId } = running;
  if (!bookingId) throw new Error(`The wait ${running.id} has no booking.`);
  const at = ports.now();
  const { kept, isAsked } = await ports.inCalendar(operatorId, async (calendar) => ({
    kept: await calendar.findBooking(bookingId),
    // A yes that the site has not answered, or the very cancel.
    isAsked: (await calendar.openAsks(bookingId)).some(({ ask }) => ask.kind !== 'book'),
  }));
  if (!kept || (running.state === 'offering' && kept.state !== 'requested')) {
    if (running.state === 'offering') await hold(ports, tx, running);
    return;
  }
  const ended = endOf(running, kept);
  if (ended) return void (await tx((one) => moveWait(one, running, ended)));
  if (isAsked || !isOver(running, at)) return;
  if (running.state === 'offered' && !(await tx((one) => moveWait(one, running, { state: 'lapsing' }))))
    return;
  await cancel(ports, house(operatorId, 'Wait-list'), bookingId, {
    version: kept.version,
    refundAll: true,
  });
}

/** What became of the wait when its booking is no longer a mere offer. */
function endOf(running: Wait, kept: Booking): Parameters<typeof moveWait>[2] | undefined {
  const isHeld = kept.state === 'confirmed' || kept.state === 'checked_in' || kept.state === 'ended';
  if (isHeld && kept.purpose === 'use') return { state: 'taken' };
  if (isHeld || kept.state === 'requested') return undefined;
  return { state: running.state === 'offered' ? 'withdrawn' : 'lapsed' };
}

/** The time to say yes has run out; where the site never answered, once the slot begins. */
function isOver({ expires_at, starts_at, state }: Wait, at: EpochMs): boolean {
  if (state === 'lapsing') return true;
  return expires_at === null ? starts_at <= at : expires_at + graceMs <= at;
}

/** Whether a yes that arrives now is in time. */
export function stands({ state, expires_at }: Pick<Wait, 'state' | 'expires_at'>, at: EpochMs): boolean {
  return state !== 'offered' || expires_at === null || at < expires_at;
}
