import type { UnrecordedTap, UntrustedClock } from '@lintel/core/doors/decide.ts';
import type { Because } from '@lintel/core/doors/grant.ts';
import type { AccessEvent } from '@lintel/core/doors/wire.ts';
import type { DoorId, GrantId, HolderId, OperatorId, SiteId } from '@lintel/core/ids.ts';
import { integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { idColumn, instantColumn } from '../database/columns.ts';

export const door = pgTable(
  'door',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    id: idColumn<DoorId>().notNull(),
    site_id: idColumn<SiteId>().notNull(),
    name: text().notNull(),
    pulse_ms: integer().notNull().default(5000),
    record_wait_ms: integer().notNull().default(250),
    unrecorded_tap: text().$type<UnrecordedTap>().notNull().default('refuse'),
    untrusted_clock: text().$type<UntrustedClock>().notNull().default('honour'),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.id] })],
);

/** Grants of memberships and roles. Those of bookings are derived from the booking, here and at the site, and kept nowhere. */
export const accessGrant = pgTable(
  'access_grant',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    id: idColumn<GrantId>().notNull(),
    site_id: idColumn<SiteId>().notNull(),
    holder_id: idColumn<HolderId>().notNull(),
    door_ids: uuid().array().$type<DoorId[]>().notNull(),
    starts_at: instantColumn().notNull(),
    ends_at: instantColumn().notNull(),
    because: jsonb().$type<Because>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.id] })],
);

export const accessEvent = pgTable(
  'access_event',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    at: instantColumn().notNull(),
    id: uuid().notNull(),
    site_id: idColumn<SiteId>().notNull(),
    door_id: idColumn<DoorId>().notNull(),
    holder_id: idColumn<HolderId>(),
    outcome: text().$type<'granted' | 'refused'>().notNull(),
    body: jsonb().$type<AccessEvent>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.at, t.id] })],
);
