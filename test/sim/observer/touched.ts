import type { Store } from '../../../edge/src/database/store.ts';

/**
 * Has the store note which bookings and facts a transaction wrote, in tables of this connection alone: nothing of it reaches the file, and what is rolled back is not noted.
 */
export function noteTouched(store: Store): void {
  store.client.exec(`
    CREATE TEMP TABLE IF NOT EXISTS touched (id TEXT);
    CREATE TEMP TRIGGER IF NOT EXISTS touched_insert AFTER INSERT ON main.booking BEGIN INSERT INTO touched VALUES (NEW.id); END;
    CREATE TEMP TRIGGER IF NOT EXISTS touched_update AFTER UPDATE ON main.booking BEGIN INSERT INTO touched VALUES (NEW.id); END;
  `);
}

/** The bookings that were written since the last time this was asked. */
export function takeTouched(store: Store): readonly string[] {
  const ids = store.all<{ id: string }>('SELECT DISTINCT id FROM temp.touched').map(({ id }) => id);
  if (ids.length > 0) store.run('DELETE FROM temp.touched');
  return ids;
}
