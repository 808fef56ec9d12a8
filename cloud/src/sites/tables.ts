import type { OperatorId, SiteId } from '@lintel/core/ids.ts';
import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { idColumn } from '../database/columns.ts';

export const operator = pgTable('operator', {
  operator_id: idColumn<OperatorId>().primaryKey(),
  name: text().notNull(),
});

export const site = pgTable(
  'site',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    id: idColumn<SiteId>().notNull(),
    name: text().notNull(),
    time_zone: text().notNull(),
    currency: text().notNull(),
    help_name: text().notNull(),
    help_email: text().notNull(),
    help_phone: text().notNull(),
    /** Opening hours in minutes of the local day, on these days of the week (Monday is 1). */
    opens_min: integer().notNull().default(480),
    closes_min: integer().notNull().default(1200),
    open_days: integer().array().notNull().default([1, 2, 3, 4, 5]),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.id] })],
);
