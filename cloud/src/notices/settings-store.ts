import type { HolderId } from '@lintel/core/ids.ts';
import { and, eq } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import { holder } from '../members/tables.ts';
import { operator } from '../sites/tables.ts';

/** How a person wants to be told; without a zone, times are given in the site's alone. */
export type HolderSettings = { readonly timeZone: string | null; readonly reminders: boolean };

const isHolder = (tx: Tx, holderId: HolderId) =>
  and(eq(holder.operator_id, tx.operatorId), eq(holder.id, holderId));

export async function holderSettings(tx: Tx, holderId: HolderId): Promise<HolderSettings> {
  const [row] = await tx.db
    .select({ timeZone: holder.time_zone, reminders: holder.reminders })
    .from(holder)
    .where(isHolder(tx, holderId));
  if (!row) throw new Error(`There is no holder ${holderId}.`);
  return row;
}

export async function changeHolderSettings(
  tx: Tx,
  holderId: HolderId,
  { timeZone, reminders }: HolderSettings,
): Promise<void> {
  await tx.db.update(holder).set({ time_zone: timeZone, reminders }).where(isHolder(tx, holderId));
}

/** How long before a booking begins its holder is reminded; never at 0. */
export async function remindMsOf(tx: Tx): Promise<number> {
  const [row] = await tx.db
    .select({ remindMs: operator.remind_ms })
    .from(operator)
    .where(eq(operator.operator_id, tx.operatorId));
  return row?.remindMs ?? 0;
}

export async function changeRemindMs(tx: Tx, remindMs: number): Promise<void> {
  await tx.db.update(operator).set({ remind_ms: remindMs }).where(eq(operator.operator_id, tx.operatorId));
}
