import type {
  BookingPurpose,
  BookingSource,
  BookingState,
  ResourceKind,
} from '@lintel/core/bookings/booking.ts';
import type {
  BookingId,
  DoorId,
  GroupId,
  HolderId,
  OperatorId,
  ResourceId,
  SeriesId,
  SiteId,
} from '@lintel/core/ids.ts';
import { customType, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { counterColumn, idColumn, instantColumn } from '../database/columns.ts';
import type { BookingChangeKind, BookingWas } from './history.ts';

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
    floor: text().notNull().default(''),
    equipment: text().array().notNull().default([]),
    door_ids: uuid().array().$type<DoorId[]>().notNull(),
    check_in_door_ids: uuid().array().$type<DoorId[]>().notNull().default([]),
    step_ms: integer().notNull(),
    length_min_ms: counterColumn().notNull(),
    length_max_ms: counterColumn().notNull(),
    before_ms: integer().notNull().default(0),
    after_ms: integer().notNull().default(0),
    grace_ms: integer(),
    credit_cents_per_hour: integer().notNull().default(0),
    price_per_hour: integer().notNull().default(0),
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
    purpose: text().$type<BookingPurpose>().notNull().default('use'),
    people: integer().notNull().default(0),
    starts_at: instantColumn().notNull(),
    ends_at: instantColumn().notNull(),
    holds_from: instantColumn().notNull(),
    holds_until: instantColumn().notNull(),
    during: spanColumn().notNull().generatedAlwaysAs(`tstzrange(holds_from, holds_until, '[)')`),
    state: text().$type<BookingState>().notNull(),
    version: integer().notNull(),
    source: text().$type<BookingSource>().notNull(),
    booked_at: instantColumn().notNull(),
    charge_included_ms: counterColumn().notNull().default(0),
    charge_credit_cents: counterColumn().notNull().default(0),
    charge_amount: counterColumn().notNull().default(0),
    group_id: idColumn<GroupId>(),
    series_id: idColumn<SeriesId>(),
    /** The booking this one is to take the place of. */
    replaces: idColumn<BookingId>(),
    /** The same through every move, also when a move makes another booking. */
    calendar_uid: uuid().notNull(),
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
    kind: text().$type<BookingChangeKind>().notNull(),
    at: instantColumn().notNull(),
    by: text().notNull(),
    by_holder_id: idColumn<HolderId>(),
    why: text().notNull(),
    was: jsonb().$type<BookingWas>(),
    request_id: uuid(),
    told_at: instantColumn(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.booking_id, t.n] })],
);
