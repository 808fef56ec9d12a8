import { alternatives } from '@lintel/core/bookings/alternatives.ts';
import { upgradeFor } from '@lintel/core/bookings/judge.ts';
import { type BookingRefusal, isOverridable, refusalSentence } from '@lintel/core/bookings/refusal.ts';
import type { BookingRefused } from '@lintel/core/bookings/wire.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import { localClock } from '@lintel/core/sites/local-time.ts';
import { addMs, epochMs, hourMs } from '@lintel/core/time.ts';
import { type Actor, isStaff } from './actor.ts';
import type { CalendarTx } from './calendar.ts';
import type { Judged } from './judge-wish.ts';

const lookAheadMs = 12 * hourMs;

/** The answer no. `inTheWay`: what staff may move or cancel, to be shown to them. */
export type Refused = {
  readonly kind: 'refused';
  readonly refused: BookingRefused;
  readonly inTheWay: readonly BookingId[];
};

/** The answer no: every reason as a sentence in the site's own time, who can help, what is free instead when only the slot is taken, and the plan that would allow it. */
export async function refuse(
  calendar: CalendarTx,
  actor: Actor,
  judged: readonly Judged[],
): Promise<Refused> {
  const [first] = judged;
  if (!first) throw new Error('Nothing was judged.');
  const reasons = judged.flatMap(({ refusals }) => refusals);
  const upgrade = await offerUpgrade(calendar, first);
  const refused: BookingRefused = {
    kind: 'refused',
    reasons: reasonViews(judged),
    alternatives: await freeInstead(calendar, judged),
    help: first.place.help,
    ...(upgrade ? { upgrade } : {}),
    ...(isStaff(actor) ? { overridable: reasons.every(isOverridable) } : {}),
  };
  return {
    kind: 'refused',
    refused,
    inTheWay: reasons.flatMap((reason) => (reason.kind === 'taken' ? reason.bookingIds : [])),
  };
}

/** Each reason once. Where several resources were wanted, the sentence names the one it is about. */
export function reasonViews(judged: readonly Judged[]): { kind: string; sentence: string }[] {
  const isGroup = judged.length > 1;
  const views = judged.flatMap(({ place, wish, refusals }) => {
    const clock = localClock(place.timeZone, wish.at);
    return refusals.map((refusal) => ({
      kind: refusal.kind,
      sentence: `${isGroup ? `${place.resource.name}: ` : ''}${refusalSentence(refusal, clock)}`,
    }));
  });
  return [...new Map(views.map((view) => [`${view.kind}\n${view.sentence}`, view])).values()];
}

/** What is free instead of one resource of which nothing is wrong but that it is taken. */
export async function freeInstead(calendar: CalendarTx, judged: readonly Judged[]) {
  const [only] = judged;
  if (!only || judged.length > 1) return [];
  const isTaken = only.refusals.length > 0 && only.refusals.every(({ kind }) => kind === 'taken');
  return isTaken ? [...(await free(calendar, only))] : [];
}

/** Nothing is offered that the plan would then refuse. */
async function free(calendar: CalendarTx, { place, wish: { span, resource, booker, at } }: Judged) {
  const window = {
    startsAt: epochMs(Math.max(0, span.startsAt - lookAheadMs)),
    endsAt: addMs(span.endsAt, 2 * lookAheadMs),
  };
  const site = {
    resources: await calendar.resourcesOf(place.siteId),
    bookings: await calendar.heldWithin(place.siteId, window),
    days: await calendar.daysWithin(place.siteId, window),
  };
  const advanceMs = booker.kind === 'member' && booker.plan ? booker.plan.advanceMs : lookAheadMs;
  const until = epochMs(Math.min(span.startsAt + lookAheadMs, Math.max(span.startsAt, at + advanceMs)));
  return alternatives({ span, resource }, site, { most: 4, until });
}

export async function offerUpgrade(calendar: CalendarTx, { wish, refusals }: Judged) {
  if (wish.booker.kind !== 'member' || refusals.length === 0) return undefined;
  const better = upgradeFor(wish, await calendar.plans());
  return (
    better && {
      ...better,
      sentence: `The plan ${better.planName} would allow it. Ask the front desk about changing to it.`,
    }
  );
}

/** Reasons the site gave, or that stand by themselves, in the place of what the cloud would say. */
export function because(judged: readonly Judged[], reasons: readonly BookingRefusal[]): readonly Judged[] {
  return judged.slice(0, 1).map((one) => ({ ...one, refusals: reasons }));
}
