import type { BookingId, HolderId, OperatorId, SeriesId, SiteId } from '@lintel/core/ids.ts';
import type { NoticeKind } from '@lintel/core/notices/wire.ts';
import { integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { counterColumn, idColumn, instantColumn } from '../database/columns.ts';
import type { Letter } from './letters/letter.ts';

export type NoticeState = 'waiting' | 'sent' | 'failed' | 'stale';

export const notice = pgTable(
  'notice',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    id: uuid().notNull(),
    holder_id: idColumn<HolderId>().notNull(),
    kind: text().$type<NoticeKind>().notNull(),
    site_id: idColumn<SiteId>(),
    booking_id: idColumn<BookingId>(),
    series_id: idColumn<SeriesId>(),
    version: integer(),
    /** The entry of the booking's history it tells of. */
    change_n: counterColumn(),
    /** When what it tells of began, as it stood then. */
    about_starts_at: instantColumn(),
    made_at: instantColumn().notNull(),
    due_at: instantColumn().notNull(),
    state: text().$type<NoticeState>().notNull(),
    sent_at: instantColumn(),
    attempts: integer().notNull().default(0),
    last_error: text(),
    subject: text().notNull(),
    /** The letter in plain words, without PIN and pass. */
    text: text().notNull(),
    letter: jsonb().$type<Letter>().notNull(),
    read_at: instantColumn(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.id] })],
);
