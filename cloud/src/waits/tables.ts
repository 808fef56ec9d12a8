import type { ResourceKind } from '@lintel/core/bookings/booking.ts';
import type { BookingId, HolderId, OperatorId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { counterColumn, idColumn, instantColumn } from '../database/columns.ts';

/** *offering*: being booked for them. *offered*: held for them. *lapsing*: the time ran out and it is being given back. The others are the wire's. */
export type KeptWaitState =
  | 'waiting'
  | 'offering'
  | 'offered'
  | 'lapsing'
  | 'taken'
  | 'lapsed'
  | 'withdrawn'
  | 'over';

export const wait = pgTable(
  'wait',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    id: uuid().notNull(),
    site_id: idColumn<SiteId>().notNull(),
    holder_id: idColumn<HolderId>().notNull(),
    /** Any of the kind when null. */
    resource_id: idColumn<ResourceId>(),
    kind: text().$type<ResourceKind>().notNull(),
    people: integer().notNull(),
    starts_at: instantColumn().notNull(),
    ends_at: instantColumn().notNull(),
    asked_at: instantColumn().notNull(),
    state: text().$type<KeptWaitState>().notNull(),
    look_at: instantColumn().notNull(),
    attempt: integer().notNull().default(0),
    offered_resource_id: idColumn<ResourceId>(),
    booking_id: idColumn<BookingId>(),
    expires_at: instantColumn(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.id] })],
);

/** How far a site's line was looked through. */
export const waitLine = pgTable(
  'wait_line',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    site_id: idColumn<SiteId>().notNull(),
    feed_seq: counterColumn().notNull().default(0),
    outbox_seq: counterColumn().notNull().default(0),
    looked_at: instantColumn(),
    claimed_until: instantColumn(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.site_id] })],
);
