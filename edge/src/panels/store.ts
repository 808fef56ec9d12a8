import type { PanelId, ResourceId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { asc, eq, lte } from 'drizzle-orm';
import type { Store } from '../database/open.ts';
import { panelCodes, panels } from './tables.ts';

export type PanelRow = typeof panels.$inferSelect;

/** A code that pairs one panel with one resource, once, until it expires. */
export function addPanelCode(
  store: Store,
  code: {
    readonly codeHash: string;
    readonly name: string;
    readonly resourceId: ResourceId;
    readonly expiresAt: EpochMs;
  },
): void {
  store.insert(panelCodes).values(code).onConflictDoUpdate({ target: panelCodes.codeHash, set: code }).run();
}

/** Spends the code and keeps the panel; absent when the code is unknown, spent or expired. */
export function pairPanel(
  store: Store,
  pairing: {
    readonly codeHash: string;
    readonly panelId: PanelId;
    readonly tokenHash: string;
    readonly at: EpochMs;
  },
): PanelRow | undefined {
  store.delete(panelCodes).where(lte(panelCodes.expiresAt, pairing.at)).run();
  const code = store.delete(panelCodes).where(eq(panelCodes.codeHash, pairing.codeHash)).returning().get();
  if (!code) return undefined;
  return store
    .insert(panels)
    .values({
      id: pairing.panelId,
      name: code.name,
      resourceId: code.resourceId,
      tokenHash: pairing.tokenHash,
      pairedAt: pairing.at,
    })
    .returning()
    .get();
}

export function removePanel(store: Store, { id }: { readonly id: PanelId }): boolean {
  return store.delete(panels).where(eq(panels.id, id)).run().changes > 0;
}

export function findPanelByToken(store: Store, tokenHash: string): PanelRow | undefined {
  return store.select().from(panels).where(eq(panels.tokenHash, tokenHash)).get();
}

export function listPanels(store: Store): readonly PanelRow[] {
  return store.select().from(panels).orderBy(asc(panels.name)).all();
}
