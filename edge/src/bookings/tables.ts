import type { BookingSource, BookingState, ResourceKind } from '@lintel/core/bookings/booking.ts';
import type { BookingId, DoorId, HolderId, PlanId, ResourceId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const resources = sqliteTable('resource', {
  id: text().$type<ResourceId>().primaryKey(),
  name: text().notNull(),
  kind: text().$type<ResourceKind>().notNull(),
  capacity: integer().notNull(),
  doorIds: text('door_ids', { mode: 'json' }).$type<readonly DoorId[]>().notNull(),
  stepMs: integer('step_ms').notNull(),
  lengthMinMs: integer('length_min_ms').notNull(),
  lengthMaxMs: integer('length_max_ms').notNull(),
});

export const plans = sqliteTable('plan', {
  id: text().$type<PlanId>().primaryKey(),
  name: text().notNull(),
  advanceMs: integer('advance_ms').notNull(),
  excludedKinds: text('excluded_kinds', { mode: 'json' }).$type<readonly ResourceKind[]>().notNull(),
});

export const bookings = sqliteTable('booking', {
  id: text().$type<BookingId>().primaryKey(),
  resourceId: text('resource_id').$type<ResourceId>().notNull(),
  holderId: text('holder_id').$type<HolderId>(),
  title: text().notNull(),
  startsAt: integer('starts_at').$type<EpochMs>().notNull(),
  endsAt: integer('ends_at').$type<EpochMs>().notNull(),
  state: text().$type<BookingState>().notNull(),
  version: integer().notNull(),
  source: text().$type<BookingSource>().notNull(),
  bookedAt: integer('booked_at').$type<EpochMs>().notNull(),
});
