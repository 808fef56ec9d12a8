import { refusalSentence } from '@lintel/core/bookings/refusal.ts';
import { type Occurrence, occurrenceOn } from '@lintel/core/bookings/series.ts';
import type { JudgedDate, SeriesContext } from '@lintel/core/bookings/series-judge.ts';
import { placeOn, type SeriesPart } from '@lintel/core/bookings/series-parts.ts';
import type { OccurrencePreview, OccurrenceView } from '@lintel/core/bookings/series-wire.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import { localClock } from '@lintel/core/sites/local-time.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Dated } from './occurrence-store.ts';
import type { Reason } from './tables.ts';

export const vanishes: Reason = {
  kind: 'vanishes',
  sentence: 'The clocks jump over this time on that night. Choose another time for this date.',
};

/** The reasons as a person reads them, in the site's own time. */
export function reasonsOf(
  { occurrence, refusals }: Pick<JudgedDate, 'occurrence' | 'refusals'>,
  timeZone: string,
  at: EpochMs,
): readonly Reason[] {
  if (occurrence.kind === 'vanishes') return [vanishes];
  const clock = localClock(timeZone, at);
  return refusals.map((refusal) => ({ kind: refusal.kind, sentence: refusalSentence(refusal, clock) }));
}

/** A date before it is saved. */
export function showJudged(
  judged: JudgedDate,
  { timeZone, resources, at }: SeriesContext,
  alternatives: OccurrencePreview['alternatives'],
): OccurrencePreview {
  const { date, place, state, occurrence, charge } = judged;
  return {
    date,
    state,
    resourceId: place.resourceId,
    resourceName: resources.get(place.resourceId)?.name ?? '',
    ...showSpan(occurrence),
    ...(state === 'booked' ? { charge } : {}),
    reasons: state === 'waiting_for_window' ? [] : [...reasonsOf(judged, timeZone, at)],
    alternatives,
  };
}

/** A date that was saved: where its booking is, or else where the series would have it. */
export function showDated(
  dated: Dated,
  parts: readonly SeriesPart[],
  { timeZone, names }: { readonly timeZone: string; readonly names: ReadonlyMap<ResourceId, string> },
): OccurrenceView {
  const { date, state, booking, reasons } = dated;
  const place = placeOn(parts, date);
  const lives = booking && (state === 'booked' || state === 'requested');
  const resourceId = lives ? booking.resourceId : place.resourceId;
  return {
    date,
    state,
    resourceId,
    resourceName: names.get(resourceId) ?? '',
    ...(lives
      ? { startsAt: booking.startsAt, endsAt: booking.endsAt, start: 'plain', end: 'plain' }
      : showSpan(occurrenceOn(timeZone, date, place))),
    ...(booking ? { bookingId: booking.id, charge: booking.charge } : {}),
    reasons: [...reasons],
  };
}

function showSpan(one: Occurrence): Pick<OccurrenceView, 'startsAt' | 'endsAt' | 'start' | 'end'> {
  if (one.kind === 'vanishes') return { start: 'shifted', end: 'shifted' };
  return { ...one.span, start: one.start, end: one.end };
}
