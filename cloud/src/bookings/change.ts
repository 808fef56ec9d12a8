import type { Booking } from '@lintel/core/bookings/booking.ts';
import { heldSpan, holdsSlot } from '@lintel/core/bookings/booking.ts';
import type { ChangeRefusal } from '@lintel/core/bookings/change.ts';
import type { BookingId, ResourceId } from '@lintel/core/ids.ts';
import { ownerOf } from '@lintel/core/sync/horizon.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { overlaps } from '@lintel/core/time.ts';
import { type Actor, holderOf, mayAct } from './actor.ts';
import { type CalendarTx, IdTaken, type KeptBooking, type Place, SlotTaken } from './calendar.ts';
import { answerChange } from './change-answer.ts';
import { askToChange, writeInPlace, writeReplacement } from './change-write.ts';
import { type Planned, planChange } from './plan-change.ts';
import type { CalendarPorts } from './ports.ts';
import { because, type Refused, refuse } from './refuse.ts';
import type { Unfit } from './wanted.ts';
import { plain, writing } from './write.ts';

/** What somebody wants to become of a booking. */
export type ChangeWish =
  | {
      readonly kind: 'move';
      readonly resourceId: ResourceId;
      readonly startsAt: EpochMs;
      readonly endsAt: EpochMs;
    }
  | { readonly kind: 'check_in' }
  | { readonly kind: 'end' }
  | { readonly kind: 'release' }
  | { readonly kind: 'transfer'; readonly toEmail: string }
  | { readonly kind: 'describe'; readonly title?: string | undefined; readonly people?: number | undefined }
  | { readonly kind: 'accept' }
  /** Takes back a change that the site has not answered. */
  | { readonly kind: 'withdraw' };

export type ChangeRequest = {
  /** The version the person saw. */
  readonly version: number;
  /** The same request has the same answer. Of a move it may become the id of a new booking. */
  readonly requestId: BookingId;
  readonly change: ChangeWish;
  readonly override?: { readonly reason: string } | undefined;
};

export type ChangeAnswer =
  | { readonly kind: 'changed'; readonly booking: Booking }
  /** The site has not answered: it stands as it was until it does. */
  | { readonly kind: 'requested'; readonly booking: Booking; readonly siteName: string }
  /** Somebody changed it since. */
  | { readonly kind: 'stale'; readonly booking: Booking }
  | Refused
  | Unfit
  | { readonly kind: 'unchangeable'; readonly refusal: ChangeRefusal; readonly timeZone: string }
  | { readonly kind: 'unknown_booking' }
  | { readonly kind: 'unknown_resource' }
  | { readonly kind: 'not_yours' };

/** `asked`: the answer is the site's, to the question of this id. */
export type ChangeStep =
  | ChangeAnswer
  | { readonly kind: 'asked'; readonly requestId: BookingId; readonly siteId: Place['siteId'] };

/**
 * Changes a booking as its owner: what is the cloud's before and after is written at once, what is the site's is asked of it. A move between the two is made of two bookings, the new one first, so that
 * whoever moves always holds one of them. Nothing changes a version that the person did not see.
 */
export async function change(
  ports: CalendarPorts,
  actor: Actor,
  bookingId: BookingId,
  wanted: ChangeRequest,
): Promise<ChangeAnswer> {
  const at = ports.now();
  const { operatorId } = actor;
  const step = await changeOrLose(ports, actor, bookingId, wanted, at);
  if (step.kind !== 'asked') return step;
  await ports.untilSettled(operatorId, step.siteId, step.requestId, () =>
    ports.inCalendar(operatorId, async (calendar) => {
      return (await calendar.findAsk(step.requestId))?.state !== 'pending';
    }),
  );
  return await ports.inCalendar(operatorId, (calendar) =>
    answerChange(calendar, actor, bookingId, wanted.requestId, at),
  );
}

async function changeOrLose(
  ports: CalendarPorts,
  actor: Actor,
  bookingId: BookingId,
  wanted: ChangeRequest,
  at: EpochMs,
): Promise<ChangeStep> {
  const once = () =>
    writing(ports, actor.operatorId, (calendar) => changeOnce(calendar, actor, bookingId, wanted, at));
  try {
    return await once();
  } catch (error) {
    // Sent twice at once: the other one did it.
    if (error instanceof IdTaken) return await once();
    if (!(error instanceof SlotTaken) || wanted.change.kind !== 'move') throw error;
    const { resourceId, endsAt } = wanted.change;
    ports.lostRace(resourceId);
    return await ports.inCalendar(actor.operatorId, async (calendar) => {
      const kept = await calendar.findBooking(bookingId);
      if (!kept) return { kind: 'unknown_booking' };
      const planned = await planChange(calendar, actor, kept, wanted, at);
      if (planned.kind !== 'planned') return planned;
      return await refuse(
        calendar,
        actor,
        because(planned.judged, [{ kind: 'taken', until: endsAt, bookingIds: [] }]),
      );
    });
  }
}

async function changeOnce(
  calendar: CalendarTx,
  actor: Actor,
  bookingId: BookingId,
  wanted: ChangeRequest,
  at: EpochMs,
): Promise<ChangeStep> {
  const kept = await calendar.findBooking(bookingId);
  if (!kept) return { kind: 'unknown_booking' };
  const isMine = kept.holderId !== undefined && kept.holderId === holderOf(actor);
  if (!mayAct(actor, isMine ? 'cancel_own' : 'cancel_any', kept.siteId)) return { kind: 'not_yours' };
  // Only the clock says that nobody came.
  if (wanted.change.kind === 'release' && !('isHouse' in actor)) return { kind: 'not_yours' };
  const before = await seenBefore(calendar, actor, kept, wanted, at);
  if (before) return before;
  const open = (await calendar.openAsks(kept.id)).find(({ ask }) => ask.kind === 'change');
  const replacing = await calendar.findReplacement(kept.id);
  if (wanted.change.kind === 'withdraw') {
    if (open) await calendar.withdrawAsk(open.requestId);
    return { kind: 'changed', booking: plain(kept) };
  }
  if (kept.version !== wanted.version) return { kind: 'stale', booking: plain(kept) };
  if (open || replacing?.state === 'requested') return changePending;
  const planned = await planChange(calendar, actor, kept, wanted, at);
  if (planned.kind !== 'planned') return planned;
  return await write(calendar, actor, kept, planned, wanted, at);
}

const changePending: Unfit = {
  kind: 'unfit',
  problem: {
    kind: 'change_pending',
    sentence:
      'A change of this booking is waiting for the site. Wait for its answer, or take that change back first.',
  },
};

/** The answer to a request that was made before. */
async function seenBefore(
  calendar: CalendarTx,
  actor: Actor,
  kept: KeptBooking,
  { requestId }: ChangeRequest,
  at: EpochMs,
): Promise<ChangeStep | undefined> {
  if (await calendar.isNoted(kept.id, requestId)) return { kind: 'changed', booking: plain(kept) };
  const asked = await calendar.findAsk(requestId);
  if (asked?.state === 'pending') return { kind: 'asked', requestId, siteId: asked.siteId };
  if (!asked && !(await calendar.findBooking(requestId))) return undefined;
  return await answerChange(calendar, actor, kept.id, requestId, at);
}

/** Who writes it, by where it was and where it will be. */
async function write(
  calendar: CalendarTx,
  actor: Actor,
  kept: KeptBooking,
  planned: Planned,
  { requestId }: ChangeRequest,
  at: EpochMs,
): Promise<ChangeStep> {
  const { from, to, next } = planned;
  if (next.version === kept.version) return { kind: 'changed', booking: plain(kept) };
  const change = { ...planned, kept, requestId, at, by: actor.name, byHolderId: holderOf(actor) };
  const was = ownerOf(heldSpan(kept), from.ownFrom);
  const will = ownerOf(heldSpan(next), to.ownFrom);
  const isSameSite = from.siteId === to.siteId;
  if (isSameSite && was === 'cloud' && will === 'cloud') return await writeInPlace(calendar, change);
  if (!holdsSlot(next)) return await askToChange(calendar, change);
  const isSameSlot = kept.resourceId === next.resourceId && overlaps(heldSpan(kept), heldSpan(next));
  const isSites = was !== 'cloud' && will === 'site';
  if (isSameSite && (isSameSlot || isSites)) return await askToChange(calendar, change);
  return await writeReplacement(calendar, actor, change);
}
