import type { PanelId, ResourceId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';

export type PanelRow = {
  readonly id: PanelId;
  readonly name: string;
  readonly resourceId: ResourceId;
  readonly pairedAt: EpochMs;
};

export type PanelCode = {
  readonly codeHash: string;
  readonly name: string;
  readonly resourceId: ResourceId;
  readonly expiresAt: EpochMs;
};

const panelColumns = 'id, name, resource_id AS "resourceId", paired_at AS "pairedAt"';

/** A code that pairs one panel with one resource, once, until it expires. */
export function addPanelCode(store: Store, { codeHash, name, resourceId, expiresAt }: PanelCode): void {
  const sql =
    'INSERT OR REPLACE INTO panel_code (code_hash, name, resource_id, expires_at) VALUES (?, ?, ?, ?)';
  store.run(sql, codeHash, name, resourceId, expiresAt);
}

export type Pairing = {
  readonly codeHash: string;
  readonly panelId: PanelId;
  readonly tokenHash: string;
  readonly at: EpochMs;
};

/** Spends the code and keeps the panel; absent when the code is unknown, spent or expired. */
export function pairPanel(store: Store, { codeHash, panelId, tokenHash, at }: Pairing): PanelRow | undefined {
  store.run('DELETE FROM panel_code WHERE expires_at <= ?', at);
  const code = store.get<Pick<PanelCode, 'name' | 'resourceId'>>(
    'DELETE FROM panel_code WHERE code_hash = ? RETURNING name, resource_id AS "resourceId"',
    codeHash,
  );
  if (!code) return undefined;
  const { name, resourceId } = code;
  const sql = 'INSERT INTO panel (id, name, resource_id, token_hash, paired_at) VALUES (?, ?, ?, ?, ?)';
  store.run(sql, panelId, name, resourceId, tokenHash, at);
  return { id: panelId, name, resourceId, pairedAt: at };
}

export function removePanel(store: Store, { id }: { readonly id: PanelId }): boolean {
  return store.run('DELETE FROM panel WHERE id = ?', id) > 0;
}

export function findPanelByToken(store: Store, tokenHash: string): PanelRow | undefined {
  return store.get<PanelRow>(`SELECT ${panelColumns} FROM panel WHERE token_hash = ?`, tokenHash);
}

export function listPanels(store: Store): readonly PanelRow[] {
  return store.all<PanelRow>(`SELECT ${panelColumns} FROM panel ORDER BY name`);
}
