import type { SeriesDates } from '@lintel/core/bookings/series.ts';
import type { SeriesPart } from '@lintel/core/bookings/series-parts.ts';
import type { HolderId, SeriesId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import type { SeriesEvent } from '../series/tables.ts';
import type { House } from './letters/about.ts';

/** One untold event of a series, with everything a letter about it says. */
export type UntoldEvent = {
  readonly n: number;
  readonly series_id: SeriesId;
  readonly at: EpochMs;
  readonly body: SeriesEvent;
  /** Whoever made it, changed it or cancelled dates of it. */
  readonly by_id: HolderId;
  readonly by_name: string;
  readonly by_kind: 'member' | 'staff' | 'guest';
  readonly holder_id: HolderId | null;
  readonly made_by: HolderId;
  readonly dates: SeriesDates;
  readonly parts: readonly SeriesPart[];
  /** Where its last part is. */
  readonly resource_name: string;
  readonly site_id: SiteId;
  readonly house: House;
};

/** Takes the oldest untold events of series and marks them as told; as `takeUntold` does with changes. */
export async function takeUntoldEvents(tx: Tx, at: EpochMs, most: number): Promise<readonly UntoldEvent[]> {
  const rows = await tx.query<UntoldEvent>(
    `SELECT e.n, e.series_id, e.at, e.body, doer.id AS by_id, doer.name AS by_name, doer.kind AS by_kind, s.holder_id, s.made_by, s.dates, s.parts,
       r.name AS resource_name, s.site_id,
       jsonb_build_object('siteName', place.name, 'timeZone', place.time_zone, 'currency', place.currency, 'operatorName', o.name,
         'help', jsonb_build_object('name', place.help_name, 'email', place.help_email, 'phone', place.help_phone)) AS house
     FROM series_event e
     JOIN series s ON s.operator_id = e.operator_id AND s.id = e.series_id
     JOIN site place ON place.operator_id = s.operator_id AND place.id = s.site_id
     JOIN operator o ON o.operator_id = s.operator_id
     JOIN resource r ON r.operator_id = s.operator_id AND r.id = (s.parts -> -1 ->> 'resourceId')::uuid
     JOIN holder doer ON doer.operator_id = e.operator_id AND doer.id = coalesce((e.body ->> 'by')::uuid, s.made_by)
     WHERE e.operator_id = $1 AND e.told_at IS NULL ORDER BY e.n LIMIT $2 FOR UPDATE OF e SKIP LOCKED`,
    [tx.operatorId, most],
  );
  await tx.query(
    `UPDATE series_event e SET told_at = $2 FROM unnest($3::uuid[], $4::bigint[]) AS taken (series_id, n)
     WHERE e.operator_id = $1 AND e.series_id = taken.series_id AND e.n = taken.n`,
    [tx.operatorId, new Date(at), rows.map((row) => row.series_id), rows.map((row) => row.n)],
  );
  return rows;
}
