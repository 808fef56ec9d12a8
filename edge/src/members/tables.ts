import type { HolderId, PlanId } from '@lintel/core/ids.ts';
import type { StaffRole } from '@lintel/core/members/wire.ts';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const holders = sqliteTable('holder', {
  id: text().$type<HolderId>().primaryKey(),
  kind: text().$type<'member' | 'staff'>().notNull(),
  name: text().notNull(),
  suspended: integer({ mode: 'boolean' }).notNull(),
  planId: text('plan_id').$type<PlanId>(),
  email: text(),
  passwordHash: text('password_hash'),
  role: text().$type<StaffRole>(),
});
