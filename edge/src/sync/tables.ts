import type { EpochMs } from '@lintel/core/time.ts';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const facts = sqliteTable('fact', {
  seq: integer().primaryKey(),
  id: text().notNull(),
  at: integer().$type<EpochMs>().notNull(),
  kind: text().notNull(),
  text: text().notNull(),
  prevHash: text('prev_hash').notNull(),
  hash: text().notNull(),
});

export const changesUnknown = sqliteTable('change_unknown', {
  seq: integer().primaryKey(),
  text: text().notNull(),
  keptAt: integer('kept_at').$type<EpochMs>().notNull(),
});

export const askAnswers = sqliteTable('ask_answer', {
  requestId: text('request_id').primaryKey(),
  answer: text().notNull(),
  answeredAt: integer('answered_at').$type<EpochMs>().notNull(),
});
