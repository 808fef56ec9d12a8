import type { PanelId, ResourceId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const panels = sqliteTable('panel', {
  id: text().$type<PanelId>().primaryKey(),
  name: text().notNull(),
  resourceId: text('resource_id').$type<ResourceId>().notNull(),
  tokenHash: text('token_hash').notNull(),
  pairedAt: integer('paired_at').$type<EpochMs>().notNull(),
});

export const panelCodes = sqliteTable('panel_code', {
  codeHash: text('code_hash').primaryKey(),
  name: text().notNull(),
  resourceId: text('resource_id').$type<ResourceId>().notNull(),
  expiresAt: integer('expires_at').$type<EpochMs>().notNull(),
});
