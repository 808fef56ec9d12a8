import type { HolderId } from '@lintel/core/ids.ts';
import type { Store } from '../database/store.ts';

/** Somebody the front desk may book for. */
export type Person = {
  readonly id: HolderId;
  readonly kind: 'member' | 'staff' | 'guest';
  readonly name: string;
  readonly suspended: boolean;
  readonly planName: string | null;
};

/** Those whose name contains the text, in any case, members before others; at most so many. */
export function findPeople(store: Store, text: string, most: number): readonly Person[] {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return store
    .all<Omit<Person, 'suspended'> & { suspended: 0 | 1 }>(
      `SELECT h.id, h.kind, h.name, h.suspended, p.name AS "planName" FROM holder h LEFT JOIN plan p ON p.id = h.plan_id
       WHERE h.name LIKE ? ESCAPE '\\' ORDER BY h.kind = 'member' DESC, h.name LIMIT ?`,
      pattern,
      most,
    )
    .map((row) => ({ ...row, suspended: row.suspended === 1 }));
}
