import type { HolderId, OperatorId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import { boolean, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { idColumn, instantColumn } from '../database/columns.ts';

export type CalendarKind = 'member' | 'resource' | 'site';

export const calendarLink = pgTable(
  'calendar_link',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    id: uuid().notNull(),
    /** Who made it. */
    holder_id: idColumn<HolderId>().notNull(),
    token_hash: text().notNull(),
    kind: text().$type<CalendarKind>().notNull(),
    /** Where the resource is, or the site itself; null for a member's own. */
    site_id: idColumn<SiteId>(),
    resource_id: idColumn<ResourceId>(),
    with_names: boolean().notNull(),
    made_at: instantColumn().notNull(),
    revoked_at: instantColumn(),
    read_at: instantColumn(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.id] })],
);
