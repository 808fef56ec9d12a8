import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { DayView, ResourceView } from '@lintel/core/sites/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { epochMs, latest } from '@lintel/core/time.ts';
import { freeStretches } from '../calendar/stretches.ts';

/** One thing in a row that can be pressed or read, with what of it is drawn. `whole` of a free stretch may reach beyond. */
export type Item =
  | { readonly kind: 'free'; readonly span: Span; readonly whole: Span }
  | { readonly kind: 'booking'; readonly span: Span; readonly booking: BookingView };

const shownStates: ReadonlySet<BookingView['state']> = new Set([
  'confirmed',
  'checked_in',
  'ended',
  'requested',
]);

/** What a row shows between the edges of `visible`, in order of time; at the same time what is free comes before what is only asked for. */
export function itemsOf(
  resource: ResourceView,
  day: Pick<DayView, 'startsAt' | 'endsAt' | 'open'>,
  bookings: readonly BookingView[],
  visible: Span,
  now: EpochMs,
): readonly Item[] {
  const free = openSpans(day)
    .flatMap((open) => freeStretches(resource, bookings, open, now))
    .map((whole): Item => ({ kind: 'free', span: cut(whole, visible), whole }));
  const held = bookings
    .filter(({ state }) => shownStates.has(state))
    .map((booking): Item => ({ kind: 'booking', span: cut(booking, visible), booking }));
  return [...free, ...held]
    .filter(({ span }) => span.startsAt < span.endsAt)
    .sort((a, b) => a.span.startsAt - b.span.startsAt);
}

/** When the site is open that day, stretches that touch made one; the whole day where hours are not known. */
export function openSpans(day: Pick<DayView, 'startsAt' | 'endsAt' | 'open'>): readonly Span[] {
  if (!day.open) return [{ startsAt: day.startsAt, endsAt: day.endsAt }];
  const spans: Span[] = [];
  for (const { startsAt, endsAt } of [...day.open].sort((a, b) => a.startsAt - b.startsAt)) {
    const before = spans.at(-1);
    if (before && before.endsAt >= startsAt)
      spans[spans.length - 1] = { startsAt: before.startsAt, endsAt: latest(before.endsAt, endsAt) };
    else spans.push({ startsAt, endsAt });
  }
  return spans;
}

function cut(span: Span, visible: Span): Span {
  return {
    startsAt: latest(span.startsAt, visible.startsAt),
    endsAt: epochMs(Math.min(span.endsAt, visible.endsAt)),
  };
}

/** Each resource's bookings, so that a row looks only at its own. */
export function byResource(bookings: readonly BookingView[]): ReadonlyMap<string, readonly BookingView[]> {
  const rows = new Map<string, BookingView[]>();
  for (const booking of bookings) {
    const row = rows.get(booking.resourceId);
    if (row) row.push(booking);
    else rows.set(booking.resourceId, [booking]);
  }
  return rows;
}
