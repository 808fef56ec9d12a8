import type { BookingId, SiteId } from '@lintel/core/ids.ts';
import type { AskAnswer } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { KeptAsk, Question } from '../../../../cloud/src/bookings/calendar.ts';
import type { Store } from '../../../../edge/src/database/store.ts';

type Row = Omit<KeptAsk, 'ask' | 'answer'> & { readonly body: string; readonly answer: string | null };
const columns =
  'request_id AS "requestId", site_id AS "siteId", booking_id AS "bookingId", epoch, state, body, answer';

export function putAsk(
  store: Store,
  siteId: SiteId,
  { requestId, bookingId, ask }: Question,
  at: EpochMs,
): void {
  store.run(
    `INSERT INTO ask (request_id, site_id, booking_id, epoch, state, body, asked_at) SELECT ?, site_id, ?, epoch, 'pending', ?, ? FROM site_feed WHERE site_id = ?
     ON CONFLICT DO NOTHING`,
    ...[requestId, bookingId, JSON.stringify(ask), at, siteId],
  );
}

export function findAsk(store: Store, requestId: string): KeptAsk | undefined {
  const row = store.get<Row>(`SELECT ${columns} FROM ask WHERE request_id = ?`, requestId);
  return row && toAsk(row);
}

export function openAsks(store: Store, bookingId: BookingId): readonly KeptAsk[] {
  const sql = `SELECT ${columns} FROM ask WHERE booking_id = ? AND state = 'pending' ORDER BY n`;
  return store.all<Row>(sql, bookingId).map(toAsk);
}

export function withdrawAsk(store: Store, requestId: string): void {
  store.run(`UPDATE ask SET state = 'withdrawn' WHERE request_id = ? AND state = 'pending'`, requestId);
}

/** Whose question it was; absent when nobody knows it. */
export function keepAnswer(
  store: Store,
  requestId: string,
  answer: AskAnswer,
  at: EpochMs,
): SiteId | undefined {
  const sql = `UPDATE ask SET answer = ?, answered_at = ?, state = CASE WHEN state = 'pending' THEN 'answered' ELSE state END WHERE request_id = ?`;
  store.run(sql, JSON.stringify(answer), at, requestId);
  return findAsk(store, requestId)?.siteId;
}

function toAsk({ body, answer, ...row }: Row): KeptAsk {
  return { ...row, ask: JSON.parse(body), ...(answer ? { answer: JSON.parse(answer) } : {}) };
}
