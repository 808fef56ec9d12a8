import type { Booking } from '@lintel/core/bookings/booking.ts';
import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import type { ChangeRefusal } from '@lintel/core/bookings/change.ts';
import { changeSentence, refundNow } from '@lintel/core/bookings/change.ts';
import { yearsMost } from '@lintel/core/bookings/judge.ts';
import { refusalSentence } from '@lintel/core/bookings/refusal.ts';
import { localClock, localDate, localDay } from '@lintel/core/sites/local-time.ts';
import type { DayView } from '@lintel/core/sites/wire.ts';
import type { SiteInfo } from '@lintel/core/sync/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { epochMs, hourMs } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { namesOfHolders } from '../members/store.ts';
import { findPosition } from '../sync/position.ts';
import type { Reason, Upgrade } from './book.ts';
import { entryViewOf, staleSentence } from './history.ts';
import { listEntries } from './history-store.ts';
import { planOf } from './judge-here.ts';
import { type RefusedParts, searchedMs } from './refused-view.ts';
import { findDay, listDays } from './rules-store.ts';
import { findBooking, findResource, listBookings, listResources } from './store.ts';
import { bookingViewOf, type Names, resourceViewOf } from './views.ts';

/** What looking at the calendar needs: the store, the moment, and the site it knows. */
export type Look = {
  readonly store: Store;
  readonly now: () => EpochMs;
  /** Throws when the site is not known yet. */
  readonly site: () => SiteInfo;
  readonly link: () => DayView['link'];
};

export function namesIn(store: Store): Names {
  const known = new Map<Booking['resourceId'], ReturnType<typeof findResource>>();
  return {
    holders: namesOfHolders(store),
    resourceOf: (id) => {
      if (!known.has(id)) known.set(id, findResource(store, id));
      return known.get(id);
    },
  };
}

/** One local day with names, for staff; today without a date. Its instants are the cloud's when it has sent the day. */
export function lookAtDay({ store, now, site, link }: Look, date?: string): DayView {
  const at = now();
  const info = site();
  const wanted = date ?? localDate(info.timeZone, at);
  const known = findDay(store, wanted);
  const { startsAt, endsAt } = known ?? localDay(info.timeZone, wanted);
  const names = namesIn(store);
  return {
    site: { id: info.id, name: info.name, timeZone: info.timeZone, currency: info.currency },
    date: wanted,
    startsAt,
    endsAt,
    at,
    horizonAt: findPosition(store).horizonAt,
    link: link(),
    help: info.help,
    ...(known ? { open: [...known.open] } : {}),
    resources: listResources(store).map(resourceViewOf),
    bookings: listBookings(store, { startsAt, endsAt })
      .filter(holdsSlot)
      .map((booking) => bookingViewOf(booking, names)),
  };
}

/** From the first opening of a local day to its last closing; absent when it is closed or not known here. */
export function openSpanOf(store: Store, date: string): Span | undefined {
  const open = findDay(store, date)?.open ?? [];
  const [first, last] = [open.at(0), open.at(-1)];
  return first && last && { startsAt: first.startsAt, endsAt: last.endsAt };
}

/** A booking with what was done to it here, and what cancelling now gives back. */
export function lookAtBooking({ store, now, site }: Look, id: Booking['id']) {
  const booking = findBooking(store, id);
  if (!booking) return undefined;
  const at = now();
  const { timeZone, currency } = site();
  const names = namesIn(store);
  return {
    booking: bookingViewOf(booking, names),
    history: listEntries(store, id).map((entry) => entryViewOf(entry, { timeZone, at }, names)),
    refund: refundNow(booking, planOf(store, booking.holderId), at),
    currency,
  };
}

/** What this site did to the booking since a version. */
export function lookSince({ store, now, site }: Look, booking: Booking, version: number) {
  const names = namesIn(store);
  const history = listEntries(store, booking.id)
    .filter((entry) => entry.version > version)
    .map((entry) => entryViewOf(entry, { timeZone: site().timeZone, at: now() }, names));
  return { sentence: staleSentence(history), history };
}

/** Further away nothing is looked for; the judge has refused it as too far. */
const furthestMs = yearsMost * 366 * 24 * hourMs;

/** Everything the answer no is made of. */
export function partsOfNo(
  { store, now, site }: Look,
  reasons: readonly Reason[],
  wanted: RefusedParts['wanted'],
  upgrade?: Upgrade,
): RefusedParts {
  const at = now();
  const from = Math.min(Math.max(0, wanted.span.startsAt - searchedMs), at + furthestMs);
  const around = { startsAt: epochMs(from), endsAt: epochMs(from + 4 * searchedMs) };
  const calendar = {
    resources: listResources(store),
    bookings: listBookings(store, around),
    days: listDays(store, around),
  };
  return { reasons, wanted, at, site: { ...calendar, info: site() }, upgrade };
}

export function sentenceOfCannot({ now, site }: Look, refusal: ChangeRefusal): string {
  return changeSentence(refusal, localClock(site().timeZone, now()));
}

/** Why resources were left out, one line each. */
export function skippedOf({ store, now, site }: Look, reasons: readonly Reason[]) {
  const clock = localClock(site().timeZone, now());
  const ids = [...new Set(reasons.map(({ resourceId }) => resourceId))];
  return ids.map((id) => ({
    resourceId: id,
    resourceName: findResource(store, id)?.name ?? '',
    because: reasons
      .filter(({ resourceId }) => resourceId === id)
      .map(({ refusal }) => refusalSentence(refusal, clock))
      .join(' '),
  }));
}
