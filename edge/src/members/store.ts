import type { HolderId, PlanId } from '@lintel/core/ids.ts';
import type { holder, StaffRole } from '@lintel/core/members/wire.ts';
import type { z } from 'zod';
import type { Store } from '../database/store.ts';

export type HolderRow = {
  readonly id: HolderId;
  readonly kind: 'member' | 'staff';
  readonly name: string;
  readonly suspended: boolean;
  readonly planId: PlanId | null;
  readonly email: string | null;
  readonly passwordHash: string | null;
  readonly role: StaffRole | null;
};

type Raw = Omit<HolderRow, 'suspended'> & { readonly suspended: 0 | 1 };

const columns =
  'id, kind, name, suspended, plan_id AS "planId", email, password_hash AS "passwordHash", role';

export function findHolder(store: Store, id: HolderId): HolderRow | undefined {
  return toHolder(store.get<Raw>(`SELECT ${columns} FROM holder WHERE id = ?`, id));
}

/** The staff login of this e-mail address, in any case. */
export function findLogin(store: Store, email: string): HolderRow | undefined {
  return toHolder(store.get<Raw>(`SELECT ${columns} FROM holder WHERE email = ?`, email.toLowerCase()));
}

/** Names by id, for screens. */
export function namesOfHolders(store: Store): ReadonlyMap<HolderId, string> {
  const rows = store.all<{ id: HolderId; name: string }>('SELECT id, name FROM holder');
  return new Map(rows.map((row) => [row.id, row.name]));
}

export function keepHolder(store: Store, sent: z.infer<typeof holder>): void {
  store.put('holder', {
    id: sent.id,
    kind: sent.kind,
    name: sent.name,
    suspended: sent.suspended ? 1 : 0,
    plan_id: sent.planId ?? null,
    email: sent.login?.email.toLowerCase() ?? null,
    password_hash: sent.login?.passwordHash ?? null,
    role: sent.login?.role ?? null,
  });
}

export function removeHolder(store: Store, id: string): void {
  store.run('DELETE FROM holder WHERE id = ?', id);
}

export function clearHolders(store: Store): void {
  store.run('DELETE FROM holder');
}

function toHolder(row: Raw | undefined): HolderRow | undefined {
  return row && { ...row, suspended: row.suspended === 1 };
}
