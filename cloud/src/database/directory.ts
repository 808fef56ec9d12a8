import type { HolderId, OperatorId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Pool } from 'pg';
import { noShowsAt } from '../bookings/no-show-store.ts';

export type SiteKey = { readonly operatorId: OperatorId; readonly siteId: SiteId };

/** The box a site accepts. */
export type KnownBox = SiteKey & {
  readonly publicKey: string | undefined;
  readonly epoch: number;
  readonly incarnation: string | undefined;
};

/**
 * Everything that is read across operators, because nobody yet knows whose it is: a login's operator, a code's site, a token's site; and the
 * clock work that goes round all sites. Nothing else may query outside `withOperator`.
 */
export type Directory = {
  readonly loginOf: (userId: string) => Promise<{ operatorId: OperatorId; holderId: HolderId } | undefined>;
  readonly siteOfCode: (codeHash: string) => Promise<SiteKey | undefined>;
  readonly operatorOfCalendar: (tokenHash: string) => Promise<OperatorId | undefined>;
  readonly boxOf: (siteId: SiteId) => Promise<KnownBox | undefined>;
  readonly sites: () => Promise<readonly SiteKey[]>;
  /** The operators who want people reminded of what they booked. */
  readonly remindingOperators: () => Promise<readonly OperatorId[]>;
  /** The operators of whose bookings and series something is yet to be told. */
  readonly operatorsToTell: () => Promise<readonly OperatorId[]>;
  /** The operators who have mail that is due. */
  readonly operatorsToMail: (at: EpochMs) => Promise<readonly OperatorId[]>;
  /** The operators with a booking of the cloud's to which nobody came in time. */
  readonly operatorsWithNoShows: (at: EpochMs) => Promise<readonly OperatorId[]>;
  /** Whoever has something on one of the lists of work that is due. */
  readonly operatorsWith: (work: keyof typeof lists) => Promise<readonly OperatorId[]>;
  /** Says that the streams of these sites are open now. */
  readonly beat: (sites: readonly SiteKey[], at: EpochMs) => Promise<void>;
  readonly generation: () => Promise<string>;
  readonly answers: () => Promise<void>;
};

/** Each reads an index that holds only what is due. */
const lists = {
  grants: 'SELECT DISTINCT operator_id FROM grant_due',
  allowances:
    'SELECT operator_id FROM allowance_entry WHERE settled_at IS NULL UNION SELECT operator_id FROM balance_due',
  waits: `SELECT DISTINCT operator_id FROM wait WHERE state IN ('waiting', 'offering', 'offered', 'lapsing')`,
} as const;

export function openDirectory(pool: Pool): Directory {
  return {
    loginOf: async (userId) => {
      const { rows } = await pool.query(
        'SELECT operator_id, holder_id FROM login WHERE user_id = $1 ORDER BY operator_id LIMIT 1',
        [userId],
      );
      return rows[0] ? { operatorId: rows[0].operator_id, holderId: rows[0].holder_id } : undefined;
    },
    siteOfCode: async (codeHash) => {
      const { rows } = await pool.query(
        'SELECT operator_id, site_id FROM enrolment_code WHERE code_hash = $1',
        [codeHash],
      );
      return rows[0] ? { operatorId: rows[0].operator_id, siteId: rows[0].site_id } : undefined;
    },
    operatorOfCalendar: async (tokenHash) => {
      const found = 'SELECT operator_id FROM calendar_link WHERE token_hash = $1 AND revoked_at IS NULL';
      return (await operators(pool, found, [tokenHash]))[0];
    },
    boxOf: (siteId) => boxOf(pool, siteId),
    sites: async () => {
      const { rows } = await pool.query('SELECT operator_id, id FROM site ORDER BY operator_id, id');
      return rows.map((row) => ({ operatorId: row.operator_id, siteId: row.id }));
    },
    operatorsWith: async (work) => {
      const { rows } = await pool.query<{ operator_id: OperatorId }>(lists[work]);
      return rows.map((row) => row.operator_id);
    },
    remindingOperators: () => operators(pool, 'SELECT operator_id FROM operator WHERE remind_ms > 0'),
    operatorsToTell: () =>
      operators(
        pool,
        `SELECT DISTINCT operator_id FROM booking_change WHERE told_at IS NULL
         UNION SELECT DISTINCT operator_id FROM series_event WHERE told_at IS NULL`,
      ),
    operatorsToMail: (at) =>
      operators(pool, `SELECT DISTINCT operator_id FROM notice WHERE state = 'waiting' AND due_at <= $1`, [
        new Date(at),
      ]),
    operatorsWithNoShows: (at) =>
      operators(pool, `SELECT DISTINCT b.operator_id FROM ${noShowsAt}`, [new Date(at)]),
    beat: async (sites, at) => {
      if (sites.length === 0) return;
      await pool.query(
        `UPDATE site_feed SET stream_seen_at = $3, heard_at = $3 FROM unnest($1::uuid[], $2::uuid[]) AS open (operator_id, site_id)
         WHERE site_feed.operator_id = open.operator_id AND site_feed.site_id = open.site_id`,
        [sites.map((site) => site.operatorId), sites.map((site) => site.siteId), new Date(at)],
      );
    },
    generation: () => readGeneration(pool),
    answers: async () => {
      await pool.query('SELECT 1');
    },
  };
}

async function operators(
  pool: Pool,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly OperatorId[]> {
  const { rows } = await pool.query<{ operator_id: OperatorId }>(text, [...values]);
  return rows.map((row) => row.operator_id);
}

async function boxOf(pool: Pool, siteId: SiteId): Promise<KnownBox | undefined> {
  const { rows } = await pool.query(
    'SELECT operator_id, box_public_key, epoch, incarnation FROM site_feed WHERE site_id = $1 LIMIT 2',
    [siteId],
  );
  const row = rows[0];
  if (!row || rows.length > 1) return undefined;
  return {
    operatorId: row.operator_id,
    siteId,
    publicKey: row.box_public_key ?? undefined,
    epoch: row.epoch,
    incarnation: row.incarnation ?? undefined,
  };
}

async function readGeneration(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ generation: string }>('SELECT generation FROM cloud_generation');
  if (!rows[0]) throw new Error('The database has no generation. Start the cloud once, which writes it.');
  return rows[0].generation;
}

/** A generation that has begun and is not settled: what has to be done first was not yet done. */
