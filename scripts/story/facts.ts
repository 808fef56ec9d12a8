import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type StoredFact = {
  readonly seq: number;
  readonly id: string;
  readonly kind: string;
  readonly at: number;
  readonly text: string;
};

/** The facts on a box's disk, read past the box: what is there is what would be there after a pulled plug. */
export function factsOnDisk(boxDir: string): readonly StoredFact[] {
  const db = new DatabaseSync(join(boxDir, 'site.db'), { readOnly: true });
  try {
    return db
      .prepare('SELECT seq, id, kind, at, text FROM fact ORDER BY seq')
      .all() as unknown as StoredFact[];
  } finally {
    db.close();
  }
}

/** What the box's store says of itself, by key. */
export function metaOnDisk(boxDir: string, key: string): string | undefined {
  const db = new DatabaseSync(join(boxDir, 'site.db'), { readOnly: true });
  try {
    const row = db.prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined;
    return row?.value;
  } finally {
    db.close();
  }
}

/** The bookings on a box's disk. */
export function bookingOnDisk(
  boxDir: string,
  id: string,
): { readonly state: string; readonly version: number } | undefined {
  const db = new DatabaseSync(join(boxDir, 'site.db'), { readOnly: true });
  try {
    return db.prepare('SELECT state, version FROM booking WHERE id = ?').get(id) as
      | { state: string; version: number }
      | undefined;
  } finally {
    db.close();
  }
}
