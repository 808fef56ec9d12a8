import type { HolderId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const sessions = sqliteTable('console_session', {
  tokenHash: text('token_hash').primaryKey(),
  holderId: text('holder_id').$type<HolderId>().notNull(),
  expiresAt: integer('expires_at').$type<EpochMs>().notNull(),
});
