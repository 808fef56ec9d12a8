import { type Booking, holdingStates } from '@lintel/core/bookings/booking.ts';
import type { DateRange } from '@lintel/core/bookings/series-parts.ts';
import { occurrenceState } from '@lintel/core/bookings/series-state.ts';
import type { OccurrenceState } from '@lintel/core/bookings/series-wire.ts';
import type { BookingId, SeriesId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, asc, eq, gt, gte, inArray, isNull, lte, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { toBooking } from '../bookings/rows.ts';
import { booking } from '../bookings/tables.ts';
import type { Tx } from '../database/operator.ts';
import { type DatedReason, type Due, type Reason, seriesOccurrence } from './tables.ts';

/** One date of a series as it stands: what was decided, and the booking made for it. */
export type Dated = {
  readonly date: string;
  readonly state: OccurrenceState;
  /** Without the booking's word. */
  readonly decided: OccurrenceState;
  readonly attempt: number;
  readonly reasons: readonly Reason[];
  readonly booking?: Booking | undefined;
  /** Why the site refused the booking. */
  readonly refusals: unknown;
  readonly due?: Due | undefined;
};

/** What a move over the horizon put in a booking's place. */
const successor = alias(booking, 'successor');

/** The dates that were decided on, within the range, in order, each with the booking that stands for it now. */
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
    .leftJoin(
      successor,
      and(
        eq(successor.operator_id, seriesOccurrence.operator_id),
        eq(successor.replaces, seriesOccurrence.booking_id),
        inArray(successor.state, [...holdingStates]),
      ),
    )
    .where(
      and(
        ofSeries(tx, seriesId),
        gte(seriesOccurrence.date, from),
        until === undefined ? undefined : lte(seriesOccurrence.date, until),
      ),
    )
    .orderBy(asc(seriesOccurrence.date));
  return rows.map(({ series_occurrence: row, booking: first, successor: next }) => {
    const made = next ?? first;
    return {
      date: row.date,
      state: occurrenceState(row.state, made?.state),
      decided: row.state,
      attempt: row.attempt,
      reasons: row.reasons,
      refusals: made?.refusals,
      booking: made ? toBooking(made) : undefined,
      due: row.due ?? undefined,
    };
  });
}

export async function findDate(tx: Tx, seriesId: SeriesId, date: string): Promise<Dated | undefined> {
  return (await listDates(tx, seriesId, { from: date, until: date }))[0];
}

export type Stray = { readonly booking: Booking; readonly replaces?: BookingId | undefined };

/** Bookings to come that were made for the series and belong to none of its dates: a move made them, or a look that stopped in between. */
export async function listStrays(tx: Tx, seriesId: SeriesId, at: EpochMs): Promise<readonly Stray[]> {
  const rows = await tx.db
    .select({ booking })
    .from(booking)
    .leftJoin(
      seriesOccurrence,
      and(
        eq(seriesOccurrence.operator_id, booking.operator_id),
        eq(seriesOccurrence.series_id, seriesId),
        eq(seriesOccurrence.booking_id, booking.id),
      ),
    )
    .where(
      and(
        eq(booking.operator_id, tx.operatorId),
        eq(booking.series_id, seriesId),
        gt(booking.ends_at, at),
        inArray(booking.state, ['requested', 'confirmed', 'checked_in']),
        isNull(seriesOccurrence.date),
      ),
    );
  return rows.map((row) => ({
    booking: toBooking(row.booking),
    replaces: row.booking.replaces ?? undefined,
  }));
}

/** The date's booking is another one now. */
export async function followBooking(
  tx: Tx,
  seriesId: SeriesId,
  date: string,
  bookingId: BookingId,
): Promise<void> {
  await changeDates(tx, seriesId, [date], { state: 'booked', booking_id: bookingId });
}

/** The site has answered what was asked about the date: `reasons` say why it stays as it was, if it does. */
export async function noteSettled(
  tx: Tx,
  seriesId: SeriesId,
  date: string,
  reasons: readonly Reason[],
): Promise<void> {
  await changeDates(tx, seriesId, [date], { reasons, told: reasons.length === 0 });
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
};

/** Notes what came of this attempt; false when the date was decided otherwise meanwhile, and stays so. */
export async function noteOutcome(
  tx: Tx,
  seriesId: SeriesId,
  { date, attempt }: Pick<Dated, 'date' | 'attempt'>,
  { state, bookingId, reasons = [] }: Outcome,
): Promise<boolean> {
  const kept = await tx.db
    .update(seriesOccurrence)
    .set({ state, booking_id: bookingId ?? null, reasons })
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

/** What was asked of the site for this attempt is decided: `dated.state` says how, and `reasons` why not. */
export async function noteAnswer(
  tx: Tx,
  seriesId: SeriesId,
  { date, attempt, state }: Pick<Dated, 'date' | 'attempt' | 'state'>,
  reasons: readonly Reason[],
): Promise<void> {
  await tx.db
    .update(seriesOccurrence)
    .set({ state, reasons, told: false })
    .where(
      and(
        ofSeries(tx, seriesId),
        eq(seriesOccurrence.date, date),
        eq(seriesOccurrence.attempt, attempt),
        eq(seriesOccurrence.state, 'requested'),
      ),
    );
}

/** Takes the dates out of the series, whatever was decided about them; what was booked for them is due to be cancelled. */
export async function takeOut(
  tx: Tx,
  seriesId: SeriesId,
  dates: readonly string[],
  due: Extract<Due, { kind: 'cancel' }>,
): Promise<void> {
  await putDates(tx, seriesId, dates, 'cancelled');
  await changeDates(tx, seriesId, dates, { state: 'cancelled', told: true, due });
}

/** Says what is to be done to what is booked for these dates. */
export async function setDue(tx: Tx, seriesId: SeriesId, dates: readonly string[], due: Due): Promise<void> {
  await changeDates(tx, seriesId, dates, { due });
}

/** What was due is done, or will not be: `reasons` say why it stays as it was. A move to where the other owner writes gave the date another booking. */
export async function settleDue(
  tx: Tx,
  seriesId: SeriesId,
  { date, due }: Pick<Dated, 'date' | 'due'>,
  settled: {
    readonly reasons: readonly Reason[];
    readonly bookingId?: BookingId | undefined;
    /** Nobody needs to be told of it. */
    readonly told?: boolean | undefined;
  },
): Promise<void> {
  await tx.db
    .update(seriesOccurrence)
    .set({
      due: null,
      reasons: settled.reasons,
      told: settled.told ?? settled.reasons.length === 0,
      ...(settled.bookingId ? { booking_id: settled.bookingId } : {}),
    })
    .where(
      and(
        ofSeries(tx, seriesId),
        eq(seriesOccurrence.date, date),
        sql`${seriesOccurrence.due} = ${JSON.stringify(due)}::jsonb`,
      ),
    );
}

async function changeDates(
  tx: Tx,
  seriesId: SeriesId,
  dates: readonly string[],
  set: Partial<typeof seriesOccurrence.$inferInsert>,
): Promise<void> {
  if (dates.length === 0) return;
  await tx.db
    .update(seriesOccurrence)
    .set(set)
    .where(and(ofSeries(tx, seriesId), inArray(seriesOccurrence.date, [...dates])));
}

/** Lets the date be tried again, as a new attempt with a booking of its own; whoever wanted it is there and needs no telling. False when this was not the attempt that stands. */
export async function tryAgain(
  tx: Tx,
  seriesId: SeriesId,
  { date, attempt }: Pick<Dated, 'date' | 'attempt'>,
): Promise<boolean> {
  const kept = await tx.db
    .update(seriesOccurrence)
    .set({
      state: 'waiting_for_window',
      attempt: attempt + 1,
      booking_id: null,
      reasons: [],
      told: false,
      due: null,
    })
    .where(
      and(ofSeries(tx, seriesId), eq(seriesOccurrence.date, date), eq(seriesOccurrence.attempt, attempt)),
    )
    .returning({ date: seriesOccurrence.date });
  return kept.length === 1;
}

/** Marks every date with reasons nobody was told of as told, and gives them: whoever asks tells of them in the same transaction. */
export async function takeUntold(tx: Tx, seriesId: SeriesId): Promise<readonly DatedReason[]> {
  const rows = await tx.db
    .update(seriesOccurrence)
    .set({ told: true })
    .where(
      and(
        ofSeries(tx, seriesId),
        eq(seriesOccurrence.told, false),
        sql`${seriesOccurrence.reasons} <> '[]'::jsonb`,
      ),
    )
    .returning({ date: seriesOccurrence.date, reasons: seriesOccurrence.reasons });
  return rows
    .map(({ date, reasons }) => ({ date, sentence: reasons.map(({ sentence }) => sentence).join(' ') }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

function ofSeries(tx: Tx, seriesId: SeriesId) {
  return and(eq(seriesOccurrence.operator_id, tx.operatorId), eq(seriesOccurrence.series_id, seriesId));
}
