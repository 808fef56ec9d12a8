import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import { type BookingWish, judge } from '@lintel/core/bookings/judge.ts';
import { type BookingRefusal, refusalSentence } from '@lintel/core/bookings/refusal.ts';
import { localClock } from '@lintel/core/sites/local-time.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';
import type { WaitWish } from '@lintel/core/waits/wire.ts';
import type { CalendarTx } from '../bookings/calendar.ts';
import { pgCalendar } from '../bookings/pg-calendar.ts';
import type { Tx } from '../database/operator.ts';
import type { Viewer } from '../members/may.ts';
import { findWait, insertWait, openOf, type Wait } from './store.ts';

/** How many a member may wait for at a time. */
const waitsMost = 20;

export type Asked =
  | { readonly kind: 'waiting'; readonly wait: Wait }
  | { readonly kind: 'turned_down'; readonly problem: { readonly kind: string; readonly sentence: string } }
  | { readonly kind: 'unknown_resource' };

/** What passes by itself when others give something back: a wait may outlast it. */
const passing: readonly BookingRefusal['kind'][] = [
  'taken',
  'daily_limit',
  'too_many_at_once',
  'too_many_open',
  'allowance_spent',
];

/**
 * Puts the viewer at the end of the line. What no free slot would mend is turned down at once with the reason, and what is free already is said to be. The same request id is one wait however often it is
 * sent.
 */
export async function askToWait(tx: Tx, viewer: Viewer, wish: WaitWish, at: EpochMs): Promise<Asked> {
  const known = await findWait(tx, wish.requestId);
  if (known) return known.holder_id === viewer.holderId ? { kind: 'waiting', wait: known } : requestIdUsed;
  const open = await openOf(tx, viewer.holderId);
  const twin = open.find((one) => isSame(one, wish));
  if (twin) return { kind: 'waiting', wait: twin };
  if (open.length >= waitsMost) return tooMany;

  const calendar = pgCalendar(tx);
  const resources = (await calendar.resourcesOf(wish.siteId)).filter((one) => fits(one, wish));
  const [first] = resources;
  if (!first) return wish.resourceId ? { kind: 'unknown_resource' } : noneSuch;
  const verdicts = await judgeAll(calendar, viewer, wish, resources, at);
  const free = verdicts.find(({ refusals }) => refusals.length === 0);
  if (free) return freeNow(free.resource.name);
  const hopeful = verdicts.find(({ refusals }) => refusals.every(({ kind }) => passing.includes(kind)));
  if (!hopeful) return await hopeless(calendar, first, verdicts[0]?.refusals ?? [], at);

  await insertWait(tx, {
    id: wish.requestId,
    site_id: wish.siteId,
    holder_id: viewer.holderId,
    resource_id: wish.resourceId ?? null,
    kind: first.kind,
    people: wish.people,
    starts_at: wish.startsAt,
    ends_at: wish.endsAt,
    asked_at: at,
    state: 'waiting',
    look_at: at,
  });
  const wait = await findWait(tx, wish.requestId);
  if (!wait) throw new Error(`The wait ${wish.requestId} was not kept.`);
  return { kind: 'waiting', wait };
}

function isSame(one: Wait, wish: WaitWish): boolean {
  return (
    one.site_id === wish.siteId &&
    one.resource_id === (wish.resourceId ?? null) &&
    (wish.kind === undefined || one.kind === wish.kind) &&
    one.starts_at === wish.startsAt &&
    one.ends_at === wish.endsAt
  );
}

function fits({ id, kind, capacity }: Resource, wish: WaitWish): boolean {
  return wish.resourceId ? id === wish.resourceId : kind === wish.kind && capacity >= wish.people;
}

type Verdict = { readonly resource: Resource; readonly refusals: readonly BookingRefusal[] };

async function judgeAll(
  calendar: CalendarTx,
  viewer: Viewer,
  { siteId, startsAt, endsAt, people }: WaitWish,
  resources: readonly Resource[],
  at: EpochMs,
): Promise<readonly Verdict[]> {
  const span = { startsAt, endsAt };
  const isNear = startsAt < addMs(at, yearsMs) && endsAt < addMs(startsAt, yearsMs) && endsAt > at;
  const prepared = Math.max(...resources.flatMap(({ beforeMs, afterMs }) => [beforeMs, afterMs]));
  const around = {
    startsAt: addMs(startsAt, -Math.min(prepared, startsAt)),
    endsAt: addMs(endsAt, prepared),
  };
  const others: readonly Booking[] = isNear ? await calendar.heldWithin(siteId, around) : [];
  const shared: Omit<BookingWish, 'resource'> = {
    span,
    purpose: 'use',
    people,
    booker: await calendar.loadBooker(viewer.holderId, siteId, span, at),
    at,
    others,
    days: isNear ? await calendar.daysWithin(siteId, span) : [],
  };
  return resources.map((resource) => ({ resource, refusals: judge({ ...shared, resource }).refusals }));
}

/** Further than anybody may book: a mistake, for which nothing is looked up. */
const yearsMs = 3 * 366 * 24 * hourMs;

async function hopeless(
  calendar: CalendarTx,
  resource: Resource,
  refusals: readonly BookingRefusal[],
  at: EpochMs,
): Promise<Asked> {
  const place = await calendar.findPlace(resource.id);
  if (!place) return { kind: 'unknown_resource' };
  const clock = localClock(place.timeZone, at);
  const lasting = refusals.filter(({ kind }) => !passing.includes(kind));
  const sentence = lasting.map((refusal) => refusalSentence(refusal, clock)).join(' ');
  return turnedDown(lasting[0]?.kind ?? 'hopeless', sentence);
}

function freeNow(name: string): Asked {
  return turnedDown('free_now', `${name} is free then. Book it: there is nothing to wait for.`);
}

function turnedDown(kind: string, sentence: string): Asked {
  return { kind: 'turned_down', problem: { kind, sentence } };
}

const requestIdUsed = turnedDown(
  'request_id_used',
  'This request id belongs to another wait. Use a new one for each.',
);
const tooMany = turnedDown(
  'too_many_waits',
  `There are ${waitsMost} waits already, which is the most one member may have. Withdraw one first.`,
);
const noneSuch = turnedDown('none_such', 'Nothing there is of that kind and size. Ask for less.');
