import type { ResourceKind } from '@lintel/core/bookings/booking.ts';
import type { CredentialId, DoorId, HolderId, OperatorId, PlanId, SiteId } from '@lintel/core/ids.ts';
import type { StaffRole } from '@lintel/core/members/wire.ts';
import { boolean, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { counterColumn, idColumn, instantColumn } from '../database/columns.ts';

/** What a membership opens by itself: nothing, its doors in the site's opening hours, or its doors always. */
export type PlanAccess = 'none' | 'hours' | 'always';

export const plan = pgTable(
  'plan',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    id: idColumn<PlanId>().notNull(),
    name: text().notNull(),
    rank: integer().notNull().default(0),
    advance_ms: counterColumn().notNull(),
    excluded_kinds: text().array().$type<ResourceKind[]>().notNull().default([]),
    any_hour: boolean().notNull().default(false),
    daily_most_ms: counterColumn(),
    concurrent_most: integer(),
    guests_most: integer(),
    open_most: integer().notNull().default(100),
    included_kinds: text().array().$type<ResourceKind[]>().notNull().default([]),
    included_ms: counterColumn().notNull().default(0),
    credit_cents: integer().notNull().default(0),
    overage: text().$type<'charge' | 'refuse'>().notNull().default('charge'),
    cancel_free_ms: counterColumn().notNull().default(0),
    late_refund_percent: integer().notNull().default(0),
    no_show_refund_percent: integer().notNull().default(0),
    access: text().$type<PlanAccess>().notNull(),
    access_door_ids: uuid().array().$type<DoorId[]>().notNull().default([]),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.id] })],
);

export const holder = pgTable(
  'holder',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    id: idColumn<HolderId>().notNull(),
    /** *guest*: staff booked for them by e-mail; they have no login and may become a member. */
    kind: text().$type<'member' | 'staff' | 'guest'>().notNull(),
    name: text().notNull(),
    email: text().notNull(),
    suspended_because: text(),
    /** Of staff alone: boxes check it while they are cut off. */
    password_hash: text(),
    role: text().$type<StaffRole>(),
    /** The sites a role covers; all when null. */
    role_site_ids: uuid().array().$type<SiteId[]>(),
    /** Where they read, by the zone's name; mails give times there too. */
    time_zone: text(),
    /** Whether they are reminded of what they booked. */
    reminders: boolean().notNull().default(true),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.id] })],
);

export const login = pgTable(
  'login',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    user_id: text().notNull(),
    holder_id: idColumn<HolderId>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.user_id] })],
);

export const membership = pgTable(
  'membership',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    id: uuid().notNull(),
    holder_id: idColumn<HolderId>().notNull(),
    plan_id: idColumn<PlanId>().notNull(),
    site_ids: uuid().array().$type<SiteId[]>(),
    starts_at: instantColumn().notNull(),
    ends_at: instantColumn(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.id] })],
);

export const credential = pgTable(
  'credential',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    id: idColumn<CredentialId>().notNull(),
    holder_id: idColumn<HolderId>().notNull(),
    kind: text().$type<'card' | 'pin'>().notNull(),
    sealed: text().notNull(),
    mark: text().notNull(),
    revoked: boolean().notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.id] })],
);
