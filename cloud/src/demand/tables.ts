import type { ResourceKind } from '@lintel/core/bookings/booking.ts';
import type { OperatorId, PlanId, SiteId } from '@lintel/core/ids.ts';
import { date, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { idColumn, instantColumn } from '../database/columns.ts';

/** What was looked for or refused; of no person. */
export const demand = pgTable(
  'demand',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    id: uuid().notNull(),
    at: instantColumn().notNull(),
    source: text().$type<'search' | 'attempt'>().notNull(),
    site_id: idColumn<SiteId>(),
    kind: text().$type<ResourceKind>(),
    plan_id: idColumn<PlanId>(),
    wanted_from: instantColumn().notNull(),
    wanted_to: instantColumn().notNull(),
    wanted_on: date({ mode: 'string' }).notNull(),
    weekday: integer().notNull(),
    hour: integer().notNull(),
    people: integer().notNull(),
    equipment: text().array().notNull().default([]),
    floor: text().notNull().default(''),
    found: integer().notNull(),
    reasons: text().array().notNull().default([]),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.id] })],
);
