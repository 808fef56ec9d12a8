import type { Booking, BookingPlan, Resource } from '@lintel/core/bookings/booking.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import type { plan } from '../members/tables.ts';
import type { booking, resource } from './tables.ts';

/** Rows as core knows them, and back. */

export function toBooking(row: typeof booking.$inferSelect): Booking {
  return {
    id: row.id,
    resourceId: row.resource_id,
    ...(row.holder_id ? { holderId: row.holder_id } : {}),
    title: row.title,
    purpose: row.purpose,
    people: row.people,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    holdsFrom: row.holds_from,
    holdsUntil: row.holds_until,
    state: row.state,
    version: row.version,
    source: row.source,
    bookedAt: row.booked_at,
    charge: {
      includedMs: row.charge_included_ms,
      creditCents: row.charge_credit_cents,
      amount: row.charge_amount,
    },
    ...(row.group_id ? { groupId: row.group_id } : {}),
    ...(row.series_id ? { seriesId: row.series_id } : {}),
  };
}

/** What a change may set; the rest of a booking is as it was made. */
export function toChangingColumns(made: Booking) {
  return {
    resource_id: made.resourceId,
    holder_id: made.holderId ?? null,
    title: made.title,
    purpose: made.purpose,
    people: made.people,
    starts_at: made.startsAt,
    ends_at: made.endsAt,
    holds_from: made.holdsFrom,
    holds_until: made.holdsUntil,
    state: made.state,
    version: made.version,
    charge_included_ms: made.charge.includedMs,
    charge_credit_cents: made.charge.creditCents,
    charge_amount: made.charge.amount,
  };
}

/** `links`: which booking it takes the place of, and whose calendar entry it goes on with. */
export function toBookingColumns(
  made: Booking,
  links: { readonly replaces?: BookingId | undefined; readonly calendarUid?: string | undefined } = {},
) {
  return {
    ...toChangingColumns(made),
    id: made.id,
    source: made.source,
    booked_at: made.bookedAt,
    group_id: made.groupId ?? null,
    series_id: made.seriesId ?? null,
    replaces: links.replaces ?? null,
    calendar_uid: links.calendarUid ?? made.id,
  };
}

export function toResource(row: typeof resource.$inferSelect): Resource {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    capacity: row.capacity,
    floor: row.floor,
    equipment: row.equipment,
    doorIds: row.door_ids,
    checkInDoorIds: row.check_in_door_ids,
    stepMs: row.step_ms,
    lengthMinMs: row.length_min_ms,
    lengthMaxMs: row.length_max_ms,
    beforeMs: row.before_ms,
    afterMs: row.after_ms,
    ...(row.grace_ms === null ? {} : { graceMs: row.grace_ms }),
    creditCentsPerHour: row.credit_cents_per_hour,
    pricePerHour: row.price_per_hour,
  };
}

export function toPlan(row: typeof plan.$inferSelect): BookingPlan {
  return {
    id: row.id,
    name: row.name,
    rank: row.rank,
    advanceMs: row.advance_ms,
    excludedKinds: row.excluded_kinds,
    anyHour: row.any_hour,
    ...(row.daily_most_ms === null ? {} : { dailyMostMs: row.daily_most_ms }),
    ...(row.concurrent_most === null ? {} : { concurrentMost: row.concurrent_most }),
    ...(row.guests_most === null ? {} : { guestsMost: row.guests_most }),
    openMost: row.open_most,
    includedKinds: row.included_kinds,
    includedMs: row.included_ms,
    creditCents: row.credit_cents,
    overage: row.overage,
    cancelFreeMs: row.cancel_free_ms,
    lateRefundPercent: row.late_refund_percent,
    noShowRefundPercent: row.no_show_refund_percent,
  };
}

export function toPlanColumns(terms: Omit<BookingPlan, 'id'>) {
  return {
    name: terms.name,
    rank: terms.rank,
    advance_ms: terms.advanceMs,
    excluded_kinds: [...terms.excludedKinds],
    any_hour: terms.anyHour,
    daily_most_ms: terms.dailyMostMs ?? null,
    concurrent_most: terms.concurrentMost ?? null,
    guests_most: terms.guestsMost ?? null,
    open_most: terms.openMost,
    included_kinds: [...terms.includedKinds],
    included_ms: terms.includedMs,
    credit_cents: terms.creditCents,
    overage: terms.overage,
    cancel_free_ms: terms.cancelFreeMs,
    late_refund_percent: terms.lateRefundPercent,
    no_show_refund_percent: terms.noShowRefundPercent,
  };
}
