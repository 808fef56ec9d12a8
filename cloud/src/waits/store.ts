import type { BookingId, HolderId, SiteId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, asc, eq, gt, inArray, lte } from 'drizzle-orm';
import { announce, type Tx } from '../database/operator.ts';
import { idFrom } from '../keys.ts';
import { type KeptWaitState, wait, waitLine } from './tables.ts';

export type Wait = typeof wait.$inferSelect;

/** Those who wait, or have something held for them. */
export const openStates = ['waiting', 'offering', 'offered', 'lapsing'] as const;

const mine = (tx: Tx, waitId: string) => and(eq(wait.operator_id, tx.operatorId), eq(wait.id, waitId));

export async function findWait(tx: Tx, waitId: string): Promise<Wait | undefined> {
  const [row] = await tx.db.select().from(wait).where(mine(tx, waitId));
  return row;
}

/** Adds somebody to the end of a site's line. The same id again adds nothing. */
export async function insertWait(tx: Tx, made: Omit<typeof wait.$inferInsert, 'operator_id'>): Promise<void> {
  await tx.db
    .insert(wait)
    .values({ ...made, operator_id: tx.operatorId })
    .onConflictDoNothing();
  await tx.db
    .insert(waitLine)
    .values({ operator_id: tx.operatorId, site_id: made.site_id })
    .onConflictDoNothing();
  await announce(tx, made.site_id, 'bookings');
}

/** Changes a wait that is still in the state and attempt we know; false, and nothing is changed, when somebody was faster. */
export async function moveWait(
  tx: Tx,
  known: Pick<Wait, 'id' | 'state' | 'attempt' | 'site_id'>,
  next: Partial<typeof wait.$inferInsert> & { readonly state: KeptWaitState },
): Promise<boolean> {
  const rows = await tx.db
    .update(wait)
    .set(next)
    .where(and(mine(tx, known.id), eq(wait.state, known.state), eq(wait.attempt, known.attempt)))
    .returning({ id: wait.id });
  if (rows.length > 0) await announce(tx, known.site_id, 'bookings');
  return rows.length > 0;
}

export async function openOf(tx: Tx, holderId: HolderId): Promise<readonly Wait[]> {
  return await tx.db
    .select()
    .from(wait)
    .where(
      and(
        eq(wait.operator_id, tx.operatorId),
        eq(wait.holder_id, holderId),
        inArray(wait.state, [...openStates]),
      ),
    )
    .orderBy(asc(wait.starts_at), asc(wait.id));
}

/** A site's waits in one of these states, whoever asked first first. */
export async function lineOf(
  tx: Tx,
  siteId: SiteId,
  states: readonly KeptWaitState[],
): Promise<readonly Wait[]> {
  return await tx.db
    .select()
    .from(wait)
    .where(
      and(eq(wait.operator_id, tx.operatorId), eq(wait.site_id, siteId), inArray(wait.state, [...states])),
    )
    .orderBy(asc(wait.asked_at), asc(wait.id))
    .limit(1000);
}

/** Ends the waits whose time has come with nothing free. */
export async function endPassed(tx: Tx, siteId: SiteId, at: EpochMs): Promise<void> {
  await tx.db
    .update(wait)
    .set({ state: 'over' })
    .where(
      and(
        eq(wait.operator_id, tx.operatorId),
        eq(wait.site_id, siteId),
        eq(wait.state, 'waiting'),
        lte(wait.starts_at, at),
      ),
    );
}

/** The offer that is this booking, while it stands. */
export async function findOffer(tx: Tx, bookingId: BookingId): Promise<Wait | undefined> {
  const [row] = await tx.db
    .select()
    .from(wait)
    .where(and(eq(wait.operator_id, tx.operatorId), eq(wait.booking_id, bookingId), gt(wait.attempt, 0)));
  return row;
}

/** The id of the booking a wait is offered at this attempt: the same whoever works it out. */
export function offerId(waitId: string, attempt: number): BookingId {
  return id<BookingId>(idFrom('wait', waitId, String(attempt)));
}
