import type { OperatorId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import { boolean, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { idColumn, instantColumn } from '../database/columns.ts';

/** What the site last sensed of each resource. */
export const occupancyState = pgTable(
  'occupancy_state',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    resource_id: idColumn<ResourceId>().notNull(),
    site_id: idColumn<SiteId>().notNull(),
    /** Empty when no sensor can say. */
    occupied: boolean(),
    since: instantColumn().notNull(),
    sensor: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.resource_id] })],
);
