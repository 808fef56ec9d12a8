import type { OperatorId, SiteId } from '@lintel/core/ids.ts';
import type { Hours } from '@lintel/core/sites/opening.ts';
import { date, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { counterColumn, idColumn } from '../database/columns.ts';

export const operator = pgTable('operator', {
  operator_id: idColumn<OperatorId>().primaryKey(),
  name: text().notNull(),
  /** How one month's allowance is spent at several sites: each sees all that is left, or an equal part of it. */
  allowance_sharing: text().$type<'overdraft' | 'share'>().notNull().default('overdraft'),
  /** How long before the start of a booking its holder is reminded; never when 0. */
  remind_ms: counterColumn().notNull().default(3_600_000),
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
    /** What its panels show of who booked, and whether acting there needs a PIN. */
    panel_names: text().$type<'hidden' | 'shown'>().notNull().default('hidden'),
    panel_act: text().$type<'open' | 'pin'>().notNull().default('open'),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.id] })],
);

/** The week's opening hours in minutes of the local day, Monday being 1. */
export const siteHours = pgTable(
  'site_hours',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    site_id: idColumn<SiteId>().notNull(),
    weekday: integer().notNull(),
    opens_min: integer().notNull(),
    closes_min: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.site_id, t.weekday, t.opens_min] })],
);

/** Local dates with other hours than the week's; none means closed. */
export const siteException = pgTable(
  'site_exception',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    site_id: idColumn<SiteId>().notNull(),
    date: date({ mode: 'string' }).notNull(),
    hours: jsonb().$type<readonly Hours[]>().notNull(),
    note: text().notNull().default(''),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.site_id, t.date] })],
);
