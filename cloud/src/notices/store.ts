import type { BookingId, HolderId, SeriesId, SiteId } from '@lintel/core/ids.ts';
import type { NoticeKind } from '@lintel/core/notices/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, count, desc, eq, inArray, isNull, lte, ne, sql } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import { idFrom } from '../keys.ts';
import { drawText } from './letters/draw.ts';
import { type Letter, noKeys } from './letters/letter.ts';
import { notice } from './tables.ts';

export type NewNotice = {
  /** What it tells of. The same cause is told to the same holder once. */
  readonly cause: string;
  readonly holderId: HolderId;
  readonly kind: NoticeKind;
  readonly siteId: SiteId;
  readonly bookingId?: BookingId | undefined;
  readonly seriesId?: SeriesId | undefined;
  readonly version?: number | undefined;
  readonly changeN?: number | undefined;
  readonly aboutStartsAt?: EpochMs | undefined;
  /** When it is told, and its mail goes out. */
  readonly dueAt: EpochMs;
  readonly letter: Letter;
};

/** Keeps notices, to be shown and sent. One that is known changes nothing. */
export async function keepNotices(tx: Tx, made: readonly NewNotice[]): Promise<void> {
  if (made.length === 0) return;
  const rows = made.map((one) => ({
    operator_id: tx.operatorId,
    id: idFrom('notice', tx.operatorId, one.holderId, one.kind, one.cause),
    holder_id: one.holderId,
    kind: one.kind,
    site_id: one.siteId,
    booking_id: one.bookingId ?? null,
    series_id: one.seriesId ?? null,
    version: one.version ?? null,
    change_n: one.changeN ?? null,
    about_starts_at: one.aboutStartsAt ?? null,
    made_at: one.dueAt,
    due_at: one.dueAt,
    state: 'waiting' as const,
    subject: one.letter.subject,
    text: drawText(one.letter, noKeys),
    letter: one.letter,
  }));
  await tx.db.insert(notice).values(rows).onConflictDoNothing();
}

export type NoticeRow = typeof notice.$inferSelect;

const ownAndTold = (tx: Tx, holderId: HolderId, at: EpochMs) =>
  and(
    eq(notice.operator_id, tx.operatorId),
    eq(notice.holder_id, holderId),
    lte(notice.made_at, at),
    // What was no longer true before anybody was told of it was never said.
    ne(notice.state, 'stale'),
  );

/** This person's notices, the newest first, and how many of all of them are unread. */
export async function noticesOf(
  tx: Tx,
  holderId: HolderId,
  at: EpochMs,
  most: number,
): Promise<{ readonly rows: readonly NoticeRow[]; readonly unread: number }> {
  const own = ownAndTold(tx, holderId, at);
  const rows = await tx.db
    .select()
    .from(notice)
    .where(own)
    .orderBy(desc(notice.made_at), desc(notice.change_n))
    .limit(most);
  const [counted] = await tx.db
    .select({ unread: count() })
    .from(notice)
    .where(and(own, isNull(notice.read_at)));
  return { rows, unread: counted?.unread ?? 0 };
}

/** Marks this person's notices as read: these, or all that were told by now. Others' ids change nothing. */
export async function markRead(
  tx: Tx,
  holderId: HolderId,
  at: EpochMs,
  ids: readonly string[] | undefined,
): Promise<void> {
  await tx.db
    .update(notice)
    .set({ read_at: at })
    .where(
      and(
        ownAndTold(tx, holderId, at),
        isNull(notice.read_at),
        ids ? inArray(notice.id, [...ids]) : undefined,
      ),
    );
}

/** Takes notices whose mail is due, for as long as the lease says: nobody else takes them before. A process that dies meanwhile leaves them to the next. */
export async function takeDue(
  tx: Tx,
  at: EpochMs,
  leaseUntil: EpochMs,
  most: number,
): Promise<readonly NoticeRow[]> {
  const taken = await tx.query<{ id: string }>(
    `WITH due AS MATERIALIZED (
       SELECT id FROM notice WHERE operator_id = $1 AND state = 'waiting' AND due_at <= $2 ORDER BY due_at, change_n LIMIT $4 FOR UPDATE SKIP LOCKED
     )
     UPDATE notice SET due_at = $3 FROM due WHERE notice.operator_id = $1 AND notice.id = due.id RETURNING notice.id`,
    [tx.operatorId, new Date(at), new Date(leaseUntil), most],
  );
  const ids = taken.map((row) => row.id);
  return await tx.db
    .select()
    .from(notice)
    .where(and(eq(notice.operator_id, tx.operatorId), inArray(notice.id, ids)))
    .orderBy(notice.made_at, notice.change_n);
}

export type Outcome =
  | { readonly state: 'sent'; readonly at: EpochMs }
  | { readonly state: 'stale' }
  | { readonly state: 'failed'; readonly error: string; readonly tried: boolean }
  | { readonly state: 'waiting'; readonly until: EpochMs; readonly error: string; readonly tried: boolean };

/** Writes down what became of a notice that was taken. */
export async function noteOutcome(tx: Tx, id: string, outcome: Outcome): Promise<void> {
  const tried = 'tried' in outcome ? outcome.tried : outcome.state === 'sent';
  await tx.db
    .update(notice)
    .set({
      state: outcome.state,
      ...(tried ? { attempts: sql`${notice.attempts} + 1` } : {}),
      ...(outcome.state === 'sent' ? { sent_at: outcome.at, last_error: null } : {}),
      ...('error' in outcome ? { last_error: outcome.error } : {}),
      ...('until' in outcome ? { due_at: outcome.until } : {}),
    })
    .where(and(eq(notice.operator_id, tx.operatorId), eq(notice.id, id), eq(notice.state, 'waiting')));
}
