import { randomUUID } from 'node:crypto';
import type { BookingId, SiteId } from '@lintel/core/ids.ts';
import type { Ask, AskAnswer } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, eq, sql } from 'drizzle-orm';
import { announce, type Tx } from '../database/operator.ts';
import { ask, siteFeed } from '../sync/tables.ts';

export type AskRow = typeof ask.$inferSelect;

/** Asks the site's box, as of its present epoch. The same request id is one question however often it is put. Wakes the stream on commit. */
export async function putAsk(
  tx: Tx,
  siteId: SiteId,
  question: { readonly requestId?: string; readonly bookingId: BookingId; readonly ask: Ask },
  at: EpochMs,
): Promise<string> {
  const requestId = question.requestId ?? randomUUID();
  await tx.db
    .insert(ask)
    .select(
      tx.db
        .select({
          operator_id: siteFeed.operator_id,
          request_id: sql<string>`${requestId}::uuid`.as('request_id'),
          site_id: siteFeed.site_id,
          booking_id: sql<BookingId>`${question.bookingId}::uuid`.as('booking_id'),
          epoch: siteFeed.epoch,
          state: sql<'pending'>`'pending'`.as('state'),
          body: sql<Ask>`${JSON.stringify(question.ask)}::jsonb`.as('body'),
          answer: sql<null>`NULL::jsonb`.as('answer'),
          asked_at: sql<EpochMs>`${new Date(at).toISOString()}::timestamptz`.as('asked_at'),
          answered_at: sql<null>`NULL::timestamptz`.as('answered_at'),
        })
        .from(siteFeed)
        .where(and(eq(siteFeed.operator_id, tx.operatorId), eq(siteFeed.site_id, siteId))),
    )
    .onConflictDoNothing();
  await announce(tx, siteId, 'ask');
  return requestId;
}

export async function findAsk(tx: Tx, requestId: string): Promise<AskRow | undefined> {
  const [row] = await tx.db
    .select()
    .from(ask)
    .where(and(eq(ask.operator_id, tx.operatorId), eq(ask.request_id, requestId)));
  return row;
}

/** The question of this kind about this booking that is still open. */
export async function findPending(
  tx: Tx,
  bookingId: BookingId,
  kind: Ask['kind'],
): Promise<AskRow | undefined> {
  const rows = await tx.db
    .select()
    .from(ask)
    .where(and(eq(ask.operator_id, tx.operatorId), eq(ask.booking_id, bookingId), eq(ask.state, 'pending')));
  return rows.find((row) => row.body.kind === kind);
}

/** Puts the question no more. An answer that is already on its way is still heard. */
export async function withdrawAsk(tx: Tx, requestId: string): Promise<void> {
  await tx.db
    .update(ask)
    .set({ state: 'withdrawn' })
    .where(and(eq(ask.operator_id, tx.operatorId), eq(ask.request_id, requestId), eq(ask.state, 'pending')));
}

/** Keeps the answer and wakes whoever waits for it. */
export async function keepAnswer(tx: Tx, row: AskRow, answer: AskAnswer, at: EpochMs): Promise<void> {
  await tx.db
    .update(ask)
    .set({ answer, answered_at: at, ...(row.state === 'pending' ? { state: 'answered' } : {}) })
    .where(and(eq(ask.operator_id, tx.operatorId), eq(ask.request_id, row.request_id)));
  await announce(tx, row.site_id, 'answered', row.request_id);
}
