import type { BookingSource, BookingState, ResourceKind } from '@lintel/core/bookings/booking.ts';
import type { BookingId, DoorId, HolderId, OperatorId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import { customType, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { counterColumn, idColumn, instantColumn } from '../database/columns.ts';

const spanColumn = customType<{ data: string; driverData: string }>({ dataType: () => 'tstzrange' });

export const resource = pgTable(
  'resource',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    id: idColumn<ResourceId>().notNull(),
    site_id: idColumn<SiteId>().notNull(),
    name: text().notNull(),
    kind: text().$type<ResourceKind>().notNull(),
    capacity: integer().notNull(),
    door_ids: uuid().array().$type<DoorId[]>().notNull(),
    step_ms: integer().notNull(),
    length_min_ms: integer().notNull(),
    length_max_ms: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.id] })],
);

export const booking = pgTable(
  'booking',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    id: idColumn<BookingId>().notNull(),
    site_id: idColumn<SiteId>().notNull(),
    resource_id: idColumn<ResourceId>().notNull(),
    holder_id: idColumn<HolderId>(),
    title: text().notNull(),
    starts_at: instantColumn().notNull(),
    ends_at: instantColumn().notNull(),
    during: spanColumn().notNull().generatedAlwaysAs(`tstzrange(starts_at, ends_at, '[)')`),
    state: text().$type<BookingState>().notNull(),
    version: integer().notNull(),
    source: text().$type<BookingSource>().notNull(),
    booked_at: instantColumn().notNull(),
    /** Why the site refused it. */
    refusals: jsonb(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.id] })],
);

export const bookingChange = pgTable(
  'booking_change',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    booking_id: idColumn<BookingId>().notNull(),
    n: counterColumn().generatedAlwaysAsIdentity(),
    version: integer().notNull(),
    state: text().$type<BookingState>().notNull(),
    at: instantColumn().notNull(),
    by: text().notNull(),
    why: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.booking_id, t.n] })],
);
