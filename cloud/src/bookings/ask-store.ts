import type { BookingId, SiteId } from '@lintel/core/ids.ts';
import type { Ask, AskAnswer } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, eq, sql } from 'drizzle-orm';
import { announce, type Tx } from '../database/operator.ts';
import { ask, siteFeed } from '../sync/tables.ts';
import type { KeptAsk, Question } from './calendar.ts';

/** Asks the site's box, as of its present epoch. The same request id is one question however often it is put. Wakes the stream on commit. */
export async function putAsk(tx: Tx, siteId: SiteId, question: Question, at: EpochMs): Promise<void> {
  await tx.db
    .insert(ask)
    .select(
      tx.db
        .select({
          operator_id: siteFeed.operator_id,
          request_id: sql<string>`${question.requestId}::uuid`.as('request_id'),
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
}

export async function findAsk(tx: Tx, requestId: string): Promise<KeptAsk | undefined> {
  const [row] = await tx.db
    .select()
    .from(ask)
    .where(and(eq(ask.operator_id, tx.operatorId), eq(ask.request_id, requestId)));
  return row && toAsk(row);
}

/** The questions about this booking that are still open. */
export async function openAsks(tx: Tx, bookingId: BookingId): Promise<readonly KeptAsk[]> {
  const rows = await tx.db
    .select()
    .from(ask)
    .where(and(eq(ask.operator_id, tx.operatorId), eq(ask.booking_id, bookingId), eq(ask.state, 'pending')));
  return rows.map(toAsk);
}

function toAsk(row: typeof ask.$inferSelect): KeptAsk {
  return {
    requestId: row.request_id,
    siteId: row.site_id,
    bookingId: row.booking_id,
    epoch: row.epoch,
    state: row.state,
    ask: row.body,
    ...(row.answer ? { answer: row.answer } : {}),
  };
}

/** Puts the question no more. An answer that is already on its way is still heard. */
export async function withdrawAsk(tx: Tx, requestId: string): Promise<void> {
  await tx.db
    .update(ask)
    .set({ state: 'withdrawn' })
    .where(and(eq(ask.operator_id, tx.operatorId), eq(ask.request_id, requestId), eq(ask.state, 'pending')));
}

/** Keeps the answer and wakes whoever waits for it. */
export async function keepAnswer(tx: Tx, requestId: string, answer: AskAnswer, at: EpochMs): Promise<void> {
  const [row] = await tx.db
    .update(ask)
    .set({
      answer,
      answered_at: at,
      state: sql`CASE WHEN ${ask.state} = 'pending' THEN 'answered' ELSE ${ask.state} END`,
    })
    .where(and(eq(ask.operator_id, tx.operatorId), eq(ask.request_id, requestId)))
    .returning({ siteId: ask.site_id });
  if (row) await announce(tx, row.siteId, 'answered', requestId);
}
