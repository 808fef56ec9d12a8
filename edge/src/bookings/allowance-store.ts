import type { Balance, Charge } from '@lintel/core/bookings/price.ts';
import type { balance } from '@lintel/core/bookings/wire.ts';
import type { HolderId } from '@lintel/core/ids.ts';
import type { z } from 'zod';
import type { Store } from '../database/store.ts';

export type SentBalance = z.infer<typeof balance>;

/** Whose month: `period` is the calendar month of the site, `2027-03`. */
export type Month = { readonly holderId: HolderId; readonly period: string };

/** The cloud's account of a month takes the place of the one before; what it has counted of this site's own writing is no longer taken off here. */
export function keepBalance(store: Store, sent: SentBalance): void {
  const { holderId, period, includedMs, creditCents, asOfFact } = sent;
  const sql =
    'INSERT OR REPLACE INTO balance (holder_id, period, included_ms, credit_cents, as_of_fact) VALUES (?, ?, ?, ?, ?)';
  store.run(sql, holderId, period, includedMs, creditCents, asOfFact);
  store.run(
    'DELETE FROM spent WHERE holder_id = ? AND period = ? AND fact_seq <= ?',
    holderId,
    period,
    asOfFact,
  );
}

/** What is left of the month for this site to spend: the cloud's account less what this site has written since. Absent when the cloud has sent none. */
export function findBalance(store: Store, { holderId, period }: Month): Balance | undefined {
  return store.get<Balance>(
    `SELECT b.included_ms - coalesce(sum(s.included_ms), 0) AS "includedMs", b.credit_cents - coalesce(sum(s.credit_cents), 0) AS "creditCents"
     FROM balance b LEFT JOIN spent s ON s.holder_id = b.holder_id AND s.period = b.period AND s.fact_seq > b.as_of_fact
     WHERE b.holder_id = ? AND b.period = ? GROUP BY b.holder_id, b.period`,
    holderId,
    period,
  );
}

/** What the site has written of a month that the cloud has sent no account of. */
export function sumSpent(store: Store, { holderId, period }: Month): Balance {
  const sum = store.get<Balance>(
    'SELECT coalesce(sum(included_ms), 0) AS "includedMs", coalesce(sum(credit_cents), 0) AS "creditCents" FROM spent WHERE holder_id = ? AND period = ?',
    holderId,
    period,
  );
  return sum ?? { includedMs: 0, creditCents: 0 };
}

/** This fact took so much of the month, or gave it back when it is below zero. */
export function keepSpent(store: Store, { holderId, period }: Month, factSeq: number, taken: Charge): void {
  if (taken.includedMs === 0 && taken.creditCents === 0) return;
  store.run(
    `INSERT INTO spent (holder_id, period, fact_seq, included_ms, credit_cents) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET included_ms = included_ms + excluded.included_ms, credit_cents = credit_cents + excluded.credit_cents`,
    holderId,
    period,
    factSeq,
    taken.includedMs,
    taken.creditCents,
  );
}

/** The outbox begins anew after `acked`: what was told up to it the cloud has counted, what comes after has a new number. */
export function renumberSpent(store: Store, acked: number): void {
  store.run('DELETE FROM spent WHERE fact_seq <= ?', acked);
  // In two steps, so that no row stands for a moment where another still does.
  store.run('UPDATE spent SET fact_seq = -(fact_seq - ?)', acked);
  store.run('UPDATE spent SET fact_seq = -fact_seq');
}

/** Months before `period` (`2027-03`) are over and forgotten; how many rows. */
export function pruneMonths(store: Store, period: string): number {
  return (
    store.run('DELETE FROM balance WHERE period < ?', period) +
    store.run('DELETE FROM spent WHERE period < ?', period)
  );
}

export function clearBalances(store: Store): void {
  store.run('DELETE FROM balance');
}
