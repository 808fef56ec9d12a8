import type { UnrecordedTap, UntrustedClock } from '@lintel/core/doors/decide.ts';
import type { Because } from '@lintel/core/doors/grant.ts';
import type { CredentialId, DoorId, GrantId, HolderId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const doors = sqliteTable('door', {
  id: text().$type<DoorId>().primaryKey(),
  name: text().notNull(),
  pulseMs: integer('pulse_ms').notNull(),
  recordWaitMs: integer('record_wait_ms').notNull(),
  unrecordedTap: text('unrecorded_tap').$type<UnrecordedTap>().notNull(),
  untrustedClock: text('untrusted_clock').$type<UntrustedClock>().notNull(),
});

export const credentials = sqliteTable('credential', {
  id: text().$type<CredentialId>().primaryKey(),
  holderId: text('holder_id').$type<HolderId>().notNull(),
  kind: text().$type<'card' | 'pin'>().notNull(),
  key: text().notNull(),
  revoked: integer({ mode: 'boolean' }).notNull(),
});

export const grants = sqliteTable('grant', {
  id: text().$type<GrantId>().primaryKey(),
  holderId: text('holder_id').$type<HolderId>().notNull(),
  doorIds: text('door_ids', { mode: 'json' }).$type<readonly DoorId[]>().notNull(),
  startsAt: integer('starts_at').$type<EpochMs>().notNull(),
  endsAt: integer('ends_at').$type<EpochMs>().notNull(),
  because: text({ mode: 'json' }).$type<Because>().notNull(),
});
