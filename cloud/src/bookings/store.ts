import type { Booking } from '@lintel/core/bookings/booking.ts';
import { holdingStates } from '@lintel/core/bookings/booking.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import type { BookingId, GroupId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { Span } from '@lintel/core/time.ts';
import { and, asc, desc, eq, gt, inArray, lt, notInArray } from 'drizzle-orm';
import { chargeLedger, isChargedOtherwise } from '../allowances/charge.ts';
import type { Tx } from '../database/operator.ts';
import type { KeptBooking, NewBooking } from './calendar.ts';
import type { Note } from './history.ts';
import { toBooking, toBookingColumns, toChangingColumns } from './rows.ts';
import { booking, bookingChange } from './tables.ts';

/** The bookings that hold any of the span at this site, of these resources or of all. */
export async function heldWithin(
  tx: Tx,
  siteId: SiteId,
  span: Span,
  resourceIds?: readonly ResourceId[],
): Promise<readonly Booking[]> {
  const rows = await tx.db
    .select()
    .from(booking)
    .where(
      and(
        eq(booking.operator_id, tx.operatorId),
        eq(booking.site_id, siteId),
        resourceIds ? inArray(booking.resource_id, [...resourceIds]) : undefined,
        inArray(booking.state, [...holdingStates]),
        lt(booking.holds_from, span.endsAt),
        gt(booking.holds_until, span.startsAt),
      ),
    );
  return rows.map(toBooking);
}

export async function findBooking(tx: Tx, bookingId: BookingId): Promise<KeptBooking | undefined> {
  const [row] = await tx.db
    .select()
    .from(booking)
    .where(and(eq(booking.operator_id, tx.operatorId), eq(booking.id, bookingId)));
  return row && toKept(row);
}

/** The newest booking that took the place of this one, or is to, and has not been turned down. */
export async function findReplacement(tx: Tx, bookingId: BookingId): Promise<KeptBooking | undefined> {
  const [row] = await tx.db
    .select()
    .from(booking)
    .where(
      and(
        eq(booking.operator_id, tx.operatorId),
        eq(booking.replaces, bookingId),
        notInArray(booking.state, ['refused', 'cancelled']),
      ),
    )
    .orderBy(desc(booking.booked_at))
    .limit(1);
  return row && toKept(row);
}

export async function ofGroup(tx: Tx, groupId: string): Promise<readonly KeptBooking[]> {
  const rows = await tx.db
    .select()
    .from(booking)
    .where(and(eq(booking.operator_id, tx.operatorId), eq(booking.group_id, groupId as GroupId)))
    .orderBy(asc(booking.id));
  return rows.map(toKept);
}

function toKept(row: typeof booking.$inferSelect): KeptBooking {
  return {
    ...toBooking(row),
    siteId: row.site_id,
    refusals: row.refusals,
    ...(row.replaces ? { replaces: row.replaces } : {}),
    calendarUid: row.calendar_uid,
  };
}

/** Writes new bookings, each with its first entry of history and what it takes of its holder's month. */
export async function insertBookings(tx: Tx, siteId: SiteId, made: readonly NewBooking[]): Promise<void> {
  const rows = made.map(({ booking: one, replaces, calendarUid }) => ({
    operator_id: tx.operatorId,
    site_id: siteId,
    ...toBookingColumns(one, { replaces, calendarUid }),
  }));
  const entries = made.map((one) => entryOf(tx, one.booking, one.note));
  await tx.query(insertSql, [JSON.stringify(rows.map(timed)), JSON.stringify(entries.map(timed))]);
  const charged = made.filter((one) => isChargedOtherwise(undefined, one.booking));
  const [first] = charged;
  if (first)
    await chargeLedger(
      tx,
      charged.map((one) => one.booking.id),
      first.note.at,
    );
}

const columns = [
  'operator_id, id, site_id, resource_id, holder_id, title, purpose, people, starts_at, ends_at, holds_from, holds_until, state, version, source, booked_at',
  'charge_included_ms, charge_credit_cents, charge_amount, group_id, series_id, replaces, calendar_uid',
].join(', ');
const entryColumns =
  'operator_id, booking_id, version, state, kind, at, by, by_holder_id, why, was, request_id, told_at';

/** Bookings and entries in one statement, for each round trip is paid for by whoever waits. */
const insertSql = `WITH made AS (INSERT INTO booking (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::booking, $1))
  INSERT INTO booking_change (${entryColumns}) SELECT ${entryColumns} FROM jsonb_populate_recordset(NULL::booking_change, $2)`;

/** A row whose instants PostgreSQL reads out of JSON. */
function timed(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'number' && instants.has(name) ? new Date(value).toISOString() : value,
    ]),
  );
}

const instants = new Set(['starts_at', 'ends_at', 'holds_from', 'holds_until', 'booked_at', 'at', 'told_at']);

/** Puts `next` in the place of `known` with its entry and what it takes, if that still stands at its version and state. */
export async function putBooking(
  tx: Tx,
  known: Booking,
  next: Booking,
  note: Note,
  refusals?: readonly BookingRefusal[],
): Promise<boolean> {
  const rows = await tx.db
    .update(booking)
    .set({ ...toChangingColumns(next), ...(refusals ? { refusals } : {}) })
    .where(
      and(
        eq(booking.operator_id, tx.operatorId),
        eq(booking.id, known.id),
        eq(booking.version, known.version),
        eq(booking.state, known.state),
      ),
    )
    .returning({ id: booking.id });
  if (rows.length === 0) return false;
  await noteChange(tx, next, note);
  if (isChargedOtherwise(known, next)) await chargeLedger(tx, [next.id], note.at);
  return true;
}

export async function noteChange(tx: Tx, changed: Booking, note: Note): Promise<void> {
  await tx.db.insert(bookingChange).values(entryOf(tx, changed, note));
}

function entryOf(tx: Tx, { id, version, state }: Booking, note: Note): typeof bookingChange.$inferInsert {
  return {
    operator_id: tx.operatorId,
    booking_id: id,
    version,
    state,
    kind: note.kind,
    at: note.at,
    by: note.by,
    by_holder_id: note.byHolderId ?? null,
    why: note.why,
    was: note.was ?? null,
    request_id: note.requestId ?? null,
    told_at: note.isTold ? note.at : null,
  };
}

export async function isNoted(tx: Tx, bookingId: BookingId, requestId: string): Promise<boolean> {
  const rows = await tx.db
    .select({ n: bookingChange.n })
    .from(bookingChange)
    .where(
      and(
        eq(bookingChange.operator_id, tx.operatorId),
        eq(bookingChange.booking_id, bookingId),
        eq(bookingChange.request_id, requestId),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** The entries of one booking, the oldest first. */
export async function historyOf(tx: Tx, bookingId: BookingId) {
  return await tx.db
    .select()
    .from(bookingChange)
    .where(and(eq(bookingChange.operator_id, tx.operatorId), eq(bookingChange.booking_id, bookingId)))
    .orderBy(asc(bookingChange.n));
}
