import type { Booking } from '@lintel/core/bookings/booking.ts';
import type { DateRange } from '@lintel/core/bookings/series-parts.ts';
import { occurrenceState } from '@lintel/core/bookings/series-state.ts';
import type { OccurrenceState } from '@lintel/core/bookings/series-wire.ts';
import type { BookingId, SeriesId } from '@lintel/core/ids.ts';
import { and, asc, eq, gte, inArray, lte } from 'drizzle-orm';
import { toBooking } from '../bookings/rows.ts';
import { booking } from '../bookings/tables.ts';
import type { Tx } from '../database/operator.ts';
import { type Reason, seriesOccurrence } from './tables.ts';

/** One date of a series as it stands: what was decided, and the booking made for it. */
export type Dated = {
  readonly date: string;
  readonly state: OccurrenceState;
  /** Without the booking's word. */
  readonly decided: OccurrenceState;
  readonly attempt: number;
  readonly reasons: readonly Reason[];
  readonly booking?: Booking | undefined;
  readonly told: boolean;
};

/** The dates that were decided on, within the range, in order. */
export async function listDates(
  tx: Tx,
  seriesId: SeriesId,
  { from, until }: DateRange,
): Promise<readonly Dated[]> {
  const rows = await tx.db
    .select()
    .from(seriesOccurrence)
    .leftJoin(
      booking,
      and(eq(booking.operator_id, seriesOccurrence.operator_id), eq(booking.id, seriesOccurrence.booking_id)),
    )
    .where(
      and(
        ofSeries(tx, seriesId),
        gte(seriesOccurrence.date, from),
        until === undefined ? undefined : lte(seriesOccurrence.date, until),
      ),
    )
    .orderBy(asc(seriesOccurrence.date));
  return rows.map(({ series_occurrence: row, booking: made }) => ({
    date: row.date,
    state: occurrenceState(row.state, made?.state),
    decided: row.state,
    attempt: row.attempt,
    reasons: made?.state === 'confirmed' && row.state === 'clash' ? [] : row.reasons,
    booking: made ? toBooking(made) : undefined,
    told: row.told,
  }));
}

/** Adds the dates that were not decided on yet; those that were stay as they are. */
export async function putDates(
  tx: Tx,
  seriesId: SeriesId,
  dates: readonly string[],
  state: 'waiting_for_window' | 'cancelled',
): Promise<void> {
  if (dates.length === 0) return;
  await tx.db
    .insert(seriesOccurrence)
    .values(dates.map((date) => ({ operator_id: tx.operatorId, series_id: seriesId, date, state })))
    .onConflictDoNothing();
}

/** What came of one attempt. */
export type Outcome = {
  readonly state: OccurrenceState;
  readonly bookingId?: BookingId | undefined;
  readonly reasons?: readonly Reason[];
  readonly told?: boolean;
};

/** Notes what came of this attempt; false when the date was decided otherwise meanwhile, and stays so. */
export async function noteOutcome(
  tx: Tx,
  seriesId: SeriesId,
  { date, attempt }: Pick<Dated, 'date' | 'attempt'>,
  { state, bookingId, reasons = [], told = false }: Outcome,
): Promise<boolean> {
  const kept = await tx.db
    .update(seriesOccurrence)
    .set({ state, booking_id: bookingId ?? null, reasons, told })
    .where(
      and(
        ofSeries(tx, seriesId),
        eq(seriesOccurrence.date, date),
        eq(seriesOccurrence.attempt, attempt),
        inArray(seriesOccurrence.state, ['waiting_for_window', state]),
      ),
    )
    .returning({ date: seriesOccurrence.date });
  return kept.length === 1;
}

/** Takes the dates out of the series, whatever was decided about them; bookings made for them are not touched. */
export async function takeOut(tx: Tx, seriesId: SeriesId, range: DateRange): Promise<void> {
  await tx.db
    .update(seriesOccurrence)
    .set({ state: 'cancelled', told: true })
    .where(
      and(
        ofSeries(tx, seriesId),
        gte(seriesOccurrence.date, range.from),
        range.until === undefined ? undefined : lte(seriesOccurrence.date, range.until),
      ),
    );
}

/** Lets the date be tried again, as a new attempt with a booking of its own; false when this was not the attempt that stands. */
export async function tryAgain(
  tx: Tx,
  seriesId: SeriesId,
  { date, attempt }: Pick<Dated, 'date' | 'attempt'>,
): Promise<boolean> {
  const kept = await tx.db
    .update(seriesOccurrence)
    .set({ state: 'waiting_for_window', attempt: attempt + 1, booking_id: null, reasons: [], told: false })
    .where(
      and(ofSeries(tx, seriesId), eq(seriesOccurrence.date, date), eq(seriesOccurrence.attempt, attempt)),
    )
    .returning({ date: seriesOccurrence.date });
  return kept.length === 1;
}

/** The booking that now stands for the date: a move to where the other owner writes makes a new one. */
export async function followMove(
  tx: Tx,
  seriesId: SeriesId,
  date: string,
  bookingId: BookingId,
  reasons: readonly Reason[],
): Promise<void> {
  await tx.db
    .update(seriesOccurrence)
    .set({ booking_id: bookingId, reasons })
    .where(and(ofSeries(tx, seriesId), eq(seriesOccurrence.date, date)));
}

/** Marks every untold clash and skipped date as told, and gives them: whoever asks tells of them in the same transaction. */
export async function takeUntold(
  tx: Tx,
  seriesId: SeriesId,
): Promise<readonly { readonly date: string; readonly sentence: string }[]> {
  const rows = await tx.db
    .update(seriesOccurrence)
    .set({ told: true })
    .where(
      and(
        ofSeries(tx, seriesId),
        inArray(seriesOccurrence.state, ['clash', 'skipped']),
        eq(seriesOccurrence.told, false),
      ),
    )
    .returning({ date: seriesOccurrence.date, reasons: seriesOccurrence.reasons });
  return rows
    .map(({ date, reasons }) => ({ date, sentence: reasons.map(({ sentence }) => sentence).join(' ') }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** How many of the dates from this one on are in each state. */
export async function countStates(
  tx: Tx,
  seriesId: SeriesId,
  from: string,
): Promise<Partial<Record<OccurrenceState, number>>> {
  const counts: Partial<Record<OccurrenceState, number>> = {};
  for (const { state } of await listDates(tx, seriesId, { from })) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function ofSeries(tx: Tx, seriesId: SeriesId) {
  return and(eq(seriesOccurrence.operator_id, tx.operatorId), eq(seriesOccurrence.series_id, seriesId));
}
