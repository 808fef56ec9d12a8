import type { Balance } from '@lintel/core/bookings/price.ts';
import type { HolderId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import type { MonthLeft } from './balance-store.ts';

/** The last fact the cloud has of a site. *locked*: no other is taken until this transaction ends. */
export async function outboxHead(tx: Tx, siteId: SiteId, how: 'locked' | 'read') {
  const [row] = await tx.query<{ outbox_seq: number; time_zone: string }>(
    `SELECT f.outbox_seq, s.time_zone FROM site_feed f JOIN site s ON s.operator_id = f.operator_id AND s.id = f.site_id
     WHERE f.operator_id = $1 AND f.site_id = $2 ${how === 'locked' ? 'FOR UPDATE OF f' : ''}`,
    [tx.operatorId, siteId],
  );
  if (!row) throw new Error(`The site ${siteId} has no feed.`);
  return { asOfFact: row.outbox_seq, timeZone: row.time_zone };
}

/** Members whose membership counts at a site now, or did until yesterday. */
export async function holdersAt(tx: Tx, siteId: SiteId, at: EpochMs): Promise<readonly HolderId[]> {
  const rows = await tx.query<{ holder_id: HolderId }>(
    `SELECT DISTINCT holder_id FROM membership WHERE operator_id = $1 AND (site_ids IS NULL OR $2 = ANY (site_ids))
     AND starts_at <= $3 AND (ends_at IS NULL OR ends_at > $3::timestamptz - interval '1 day') ORDER BY holder_id`,
    [tx.operatorId, siteId, new Date(at)],
  );
  return rows.map((row) => row.holder_id);
}

export async function keepSent(
  tx: Tx,
  siteId: SiteId,
  months: readonly MonthLeft[],
  asOfFact: number,
): Promise<void> {
  await tx.query(
    `INSERT INTO balance_sent (operator_id, site_id, holder_id, period, included_ms, credit_cents, as_of_fact)
     SELECT $1, $2, holder_id, period, included_ms, credit_cents, $4
     FROM jsonb_to_recordset($3::jsonb) AS told (holder_id uuid, period text, included_ms bigint, credit_cents bigint)
     ON CONFLICT (operator_id, site_id, holder_id, period)
     DO UPDATE SET included_ms = excluded.included_ms, credit_cents = excluded.credit_cents, as_of_fact = excluded.as_of_fact`,
    [
      tx.operatorId,
      siteId,
      JSON.stringify(
        months.map(({ holderId, period, left }) => ({
          holder_id: holderId,
          period,
          included_ms: left.includedMs,
          credit_cents: left.creditCents,
        })),
      ),
      asOfFact,
    ],
  );
}

export async function findSent(tx: Tx, siteId: SiteId): Promise<ReadonlyMap<string, Balance>> {
  const rows = await tx.query<{
    holder_id: HolderId;
    period: string;
    included_ms: number;
    credit_cents: number;
  }>(
    'SELECT holder_id, period, included_ms, credit_cents FROM balance_sent WHERE operator_id = $1 AND site_id = $2',
    [tx.operatorId, siteId],
  );
  return new Map(
    rows.map((row) => [
      `${row.holder_id} ${row.period}`,
      { includedMs: row.included_ms, creditCents: row.credit_cents },
    ]),
  );
}
