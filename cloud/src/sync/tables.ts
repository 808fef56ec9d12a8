import type { BookingId, HolderId, OperatorId, SiteId } from '@lintel/core/ids.ts';
import type { Ask, AskAnswer, ChangeBody } from '@lintel/core/sync/wire.ts';
import { boolean, date, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { counterColumn, idColumn, instantColumn } from '../database/columns.ts';

const owned = () => ({
  operator_id: idColumn<OperatorId>().notNull(),
  site_id: idColumn<SiteId>().notNull(),
});

/** Belongs to no operator: the history this database is part of. */
export const cloudGeneration = pgTable('cloud_generation', {
  one: boolean().primaryKey().default(true),
  generation: uuid().notNull(),
  server: text().notNull(),
  since: instantColumn().notNull(),
});

export const siteFeed = pgTable(
  'site_feed',
  {
    ...owned(),
    seq: counterColumn().notNull().default(0),
    /** The oldest change still kept. A cursor before it gets a snapshot. */
    kept_from: counterColumn().notNull().default(1),
    horizon_at: instantColumn().notNull(),
    horizon_proof: text().notNull().default(''),
    /** 0 until a box was enrolled. */
    epoch: integer().notNull().default(0),
    outbox_seq: counterColumn().notNull().default(0),
    outbox_hash: text().notNull().default('0'.repeat(64)),
    incarnation: uuid(),
    box_public_key: text(),
    credential_key_sealed: text().notNull(),
    heard_at: instantColumn(),
    fact_at: instantColumn(),
    stream_seen_at: instantColumn(),
    /** The last local day that was sent to the site. */
    days_until: date({ mode: 'string' }),
    lost_at: instantColumn(),
    taken_over_at: instantColumn(),
    quarantine_ended_for: uuid(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.site_id] })],
);

export const feedChange = pgTable(
  'feed_change',
  {
    ...owned(),
    seq: counterColumn().notNull(),
    at: instantColumn().notNull(),
    body: jsonb().$type<ChangeBody>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.site_id, t.seq] })],
);

export const enrolmentCode = pgTable(
  'enrolment_code',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    code_hash: text().notNull(),
    site_id: idColumn<SiteId>().notNull(),
    made_by: idColumn<HolderId>(),
    expires_at: instantColumn().notNull(),
    used_at: instantColumn(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.code_hash] })],
);

export const ask = pgTable(
  'ask',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    request_id: uuid().notNull(),
    site_id: idColumn<SiteId>().notNull(),
    booking_id: idColumn<BookingId>().notNull(),
    epoch: integer().notNull(),
    state: text().$type<'pending' | 'answered' | 'withdrawn'>().notNull(),
    body: jsonb().$type<Ask>().notNull(),
    answer: jsonb().$type<AskAnswer>(),
    asked_at: instantColumn().notNull(),
    answered_at: instantColumn(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.request_id] })],
);

export const fact = pgTable(
  'fact',
  {
    ...owned(),
    epoch: integer().notNull(),
    seq: counterColumn().notNull(),
    id: uuid().notNull(),
    at: instantColumn().notNull(),
    kind: text().notNull(),
    text: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.site_id, t.epoch, t.seq] })],
);

export const deadLetter = pgTable(
  'dead_letter',
  {
    ...owned(),
    epoch: integer().notNull(),
    seq: counterColumn().notNull(),
    at: instantColumn().notNull(),
    why: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.site_id, t.epoch, t.seq] })],
);

export const siteAlarm = pgTable(
  'site_alarm',
  {
    ...owned(),
    n: counterColumn().generatedAlwaysAsIdentity(),
    at: instantColumn().notNull(),
    what: text().notNull(),
    detail: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.site_id, t.n] })],
);
