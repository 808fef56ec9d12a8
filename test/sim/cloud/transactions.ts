import type { OperatorId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { CalendarTx } from '../../../cloud/src/bookings/calendar.ts';
import type { LineTx } from '../../../cloud/src/sync/line.ts';
import type { Store } from '../../../edge/src/database/store.ts';
import type { Life } from '../machine/life.ts';
import type { Told } from './hearing.ts';
import { sqliteCalendar, sqliteLine, type Within } from './store/ports.ts';

/** One transaction of the cloud. */
export type CloudTx = { readonly calendar: CalendarTx; readonly line: LineTx; readonly store: Store };

/** In whose name a transaction writes, for whoever watches. */
export type Doing = 'person' | 'site' | 'house' | 'reader';

export type Transactions = {
  readonly inTx: <T>(doing: Doing, work: (tx: CloudTx) => Promise<T>) => Promise<T>;
};

type Parts = {
  readonly operatorId: OperatorId;
  readonly store: Store;
  readonly life: Life;
  readonly now: () => EpochMs;
  /** After each commit. */
  readonly committed: (doing: Doing, told: readonly Told[]) => void;
  /** The ports as this build of the cloud has them. */
  readonly ports: (within: Within) => Omit<CloudTx, 'store'>;
};

export const productPorts: Parts['ports'] = (within) => ({
  calendar: sqliteCalendar(within),
  line: sqliteLine(within),
});

/**
 * Transactions of one life of the cloud on its store, one after the other, each held up at any breath. What dies within one is rolled back with it; what dies after its commit has happened and is never
 * told.
 */
export function transactionsOf({ operatorId, store, life, now, committed, ports }: Parts): Transactions {
  const waiting: (() => void)[] = [];
  let isTaken = false;
  life.onEnd(() => {
    if (store.client.inTransaction) store.client.exec('ROLLBACK');
  });
  const turn = async () => {
    if (isTaken) await new Promise<void>((resolve) => waiting.push(resolve));
    isTaken = true;
    await life.breathe();
  };
  const giveTurn = () => {
    isTaken = false;
    waiting.shift()?.();
  };
  const inTx: Transactions['inTx'] = async (doing, work) => {
    await life.breathe();
    await turn();
    const told: Told[] = [];
    const announce: Within['announce'] = (siteId, what, ref) => void told.push({ siteId, what, ref });
    store.client.exec('BEGIN IMMEDIATE');
    try {
      const within = { operatorId, store, now, breathe: () => life.breathe(), announce };
      const result = await work({ ...ports(within), store });
      await life.breathe();
      store.client.exec('COMMIT');
      committed(doing, told);
      giveTurn();
      await life.breathe();
      return result;
    } catch (error) {
      if (store.client.inTransaction) {
        store.client.exec('ROLLBACK');
        giveTurn();
      }
      throw error;
    }
  };
  return { inTx };
}
