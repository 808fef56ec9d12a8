import type { BookingId, HolderId, OperatorId, SiteId } from '@lintel/core/ids.ts';
import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { counterColumn, idColumn, instantColumn } from '../database/columns.ts';

/** One line of the ledger of months; only ever added. */
export const allowanceEntry = pgTable(
  'allowance_entry',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    holder_id: idColumn<HolderId>().notNull(),
    /** A calendar month of the site, `2027-03`. */
    period: text().notNull(),
    n: counterColumn().notNull().generatedAlwaysAsIdentity(),
    /** Whose allowance it is; none when the holder had no membership there. */
    membership_id: uuid(),
    site_id: idColumn<SiteId>().notNull(),
    booking_id: idColumn<BookingId>().notNull(),
    version: integer().notNull(),
    kind: text().$type<'charge' | 'overage'>().notNull(),
    included_ms: counterColumn().notNull(),
    credit_cents: counterColumn().notNull(),
    amount: counterColumn().notNull(),
    credit_cents_per_hour: integer().notNull(),
    price_per_hour: integer().notNull(),
    at: instantColumn().notNull(),
    settled_at: instantColumn(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.holder_id, t.period, t.n] })],
);

/** What a membership gives in a month that was begun. */
export const allowanceMonth = pgTable(
  'allowance_month',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    membership_id: uuid().notNull(),
    period: text().notNull(),
    included_ms: counterColumn().notNull(),
    credit_cents: counterColumn().notNull(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.membership_id, t.period] })],
);

const told = () => ({
  operator_id: idColumn<OperatorId>().notNull(),
  site_id: idColumn<SiteId>().notNull(),
  holder_id: idColumn<HolderId>().notNull(),
  period: text().notNull(),
});

export const balanceDue = pgTable('balance_due', told(), (t) => [
  primaryKey({ columns: [t.operator_id, t.site_id, t.holder_id, t.period] }),
]);

export const balanceSent = pgTable(
  'balance_sent',
  {
    ...told(),
    included_ms: counterColumn().notNull(),
    credit_cents: counterColumn().notNull(),
    as_of_fact: counterColumn().notNull(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.site_id, t.holder_id, t.period] })],
);

export const grantDue = pgTable(
  'grant_due',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    site_id: idColumn<SiteId>().notNull(),
    holder_id: idColumn<HolderId>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.site_id, t.holder_id] })],
);
