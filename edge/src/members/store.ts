import type { HolderId, PlanId } from '@lintel/core/ids.ts';
import type { holder, StaffRole } from '@lintel/core/members/wire.ts';
import type { z } from 'zod';
import type { Store } from '../database/store.ts';

export type HolderRow = {
  readonly id: HolderId;
  readonly kind: 'member' | 'staff' | 'guest';
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

/** What screens call people by: the name of an id, absent when it is not known here. */
export type HolderNames = Pick<ReadonlyMap<HolderId, string>, 'get'>;

/** The names of those who are asked for, each looked up once; a site may know many thousands and a screen shows a few. */
export function namesOfHolders(store: Store): HolderNames {
  const known = new Map<HolderId, string | undefined>();
  return {
    get: (id) => {
      if (!known.has(id))
        known.set(id, store.get<{ name: string }>('SELECT name FROM holder WHERE id = ?', id)?.name);
      return known.get(id);
    },
  };
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
