import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import type { booking, resource } from './tables.ts';

/** Rows as core knows them. */

export function toBooking(row: typeof booking.$inferSelect): Booking {
  return {
    id: row.id,
    resourceId: row.resource_id,
    ...(row.holder_id ? { holderId: row.holder_id } : {}),
    title: row.title,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    state: row.state,
    version: row.version,
    source: row.source,
    bookedAt: row.booked_at,
  };
}

export function toResource(row: typeof resource.$inferSelect): Resource {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    capacity: row.capacity,
    doorIds: row.door_ids,
    stepMs: row.step_ms,
    lengthMinMs: row.length_min_ms,
    lengthMaxMs: row.length_max_ms,
  };
}
