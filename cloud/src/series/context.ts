import type { Booker } from '@lintel/core/bookings/judge.ts';
import type { Balance } from '@lintel/core/bookings/price.ts';
import { occurrenceOn } from '@lintel/core/bookings/series.ts';
import { periodOf, type SeriesContext, type WantedDate } from '@lintel/core/bookings/series-judge.ts';
import type { HolderId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, epochMs, hourMs } from '@lintel/core/time.ts';
import { loadBooker } from '../bookings/booker-store.ts';
import type { Tx } from '../database/operator.ts';
import { loadOpening } from '../sites/hours-store.ts';
import { heldIn, type Spot } from './spot-store.ts';

/** For whom, where and for what a series is. Without a holder it is nobody's: a block. */
export type SeriesFor = {
  readonly spot: Spot;
  readonly holderId?: HolderId | undefined;
  readonly purpose: 'use' | 'block';
};

/** All that the dates are judged by, as it stands now. */
export async function loadContext(
  tx: Tx,
  { spot, holderId, purpose }: SeriesFor,
  wanted: readonly WantedDate[],
  at: EpochMs,
): Promise<SeriesContext> {
  const { timeZone, resources } = spot;
  const { opening } = await loadOpening(tx, spot.siteId);
  const spans = wanted.flatMap(({ date, place }) => {
    const one = occurrenceOn(timeZone, date, place);
    return one.kind === 'at' ? [one.span] : [];
  });
  const used = [...new Set(wanted.map(({ place }) => place.resourceId))];
  const others = spans.length === 0 ? [] : await heldIn(tx, used, around(spans));
  const bookers = await loadBookers(tx, { spot, holderId }, spans, at);
  return { timeZone, opening, resources, purpose, at, others, ...bookers };
}

/** The booker as of the first of these dates, whose own bookings reach over all of them, and what each month has left. */
async function loadBookers(
  tx: Tx,
  { spot, holderId }: Pick<SeriesFor, 'spot' | 'holderId'>,
  spans: readonly Span[],
  at: EpochMs,
): Promise<{ readonly booker: Booker; readonly balances: ReadonlyMap<string, Balance> }> {
  const balances = new Map<string, Balance>();
  if (holderId === undefined) return { booker: { kind: 'staff' }, balances };
  const first = spans[0] ?? { startsAt: at, endsAt: addMs(at, hourMs) };
  const booker = await loadBooker(tx, holderId, spot.siteId, first, at);
  if (booker.kind !== 'member') return { booker, balances };
  const until = at + (booker.plan?.advanceMs ?? 0);
  for (const span of spans) {
    const period = periodOf(spot.timeZone, span.startsAt);
    if (balances.has(period) || span.startsAt > until) continue;
    const then = await loadBooker(tx, holderId, spot.siteId, span, at);
    if (then.kind === 'member') balances.set(period, then.balance);
  }
  return { booker, balances };
}

/** From the first of the spans to the last, with room for preparation. */
function around(spans: readonly Span[]): Span {
  const from = Math.min(...spans.map(({ startsAt }) => startsAt));
  const until = Math.max(...spans.map(({ endsAt }) => endsAt));
  return { startsAt: epochMs(Math.max(0, from - 24 * hourMs)), endsAt: epochMs(until + 24 * hourMs) };
}
