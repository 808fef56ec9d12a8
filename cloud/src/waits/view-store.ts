import type { BookingId, HolderId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';
import type { WaitState, WaitView } from '@lintel/core/waits/wire.ts';
import type { Tx } from '../database/operator.ts';
import type { KeptWaitState } from './tables.ts';

/** What somebody waits for, and what became of it in the last month; the coming ones first. Only this one, when it is named. */
export async function myWaits(
  tx: Tx,
  holderId: HolderId,
  at: EpochMs,
  only?: string,
): Promise<readonly WaitView[]> {
  const rows = await tx.query<WaitRow>(
    `SELECT w.id, w.site_id, s.name AS site_name, w.resource_id, r.name AS resource_name, w.kind, w.people, w.starts_at, w.ends_at, w.asked_at, w.state,
       w.booking_id, o.name AS offered_name, w.expires_at,
       (SELECT count(*)::int FROM wait a WHERE a.operator_id = w.operator_id AND a.site_id = w.site_id AND a.state IN ('waiting', 'offering', 'offered', 'lapsing')
         AND (a.asked_at, a.id) < (w.asked_at, w.id) AND a.starts_at < w.ends_at AND w.starts_at < a.ends_at AND a.kind = w.kind
         AND (a.resource_id IS NULL OR w.resource_id IS NULL OR a.resource_id = w.resource_id)) AS ahead
     FROM wait w JOIN site s ON s.operator_id = w.operator_id AND s.id = w.site_id
     LEFT JOIN resource r ON r.operator_id = w.operator_id AND r.id = w.resource_id
     LEFT JOIN resource o ON o.operator_id = w.operator_id AND o.id = w.offered_resource_id
     WHERE w.operator_id = $1 AND w.holder_id = $2 AND w.ends_at > $3 AND ($4::uuid IS NULL OR w.id = $4)
     ORDER BY (w.state IN ('waiting', 'offering', 'offered')) DESC, w.starts_at, w.id LIMIT 200`,
    [tx.operatorId, holderId, new Date(addMs(at, -30 * 24 * hourMs)), only ?? null],
  );
  return rows.map(toView);
}

type WaitRow = {
  readonly id: string;
  readonly site_id: SiteId;
  readonly site_name: string;
  readonly resource_id: ResourceId | null;
  readonly resource_name: string | null;
  readonly kind: NonNullable<WaitView['kind']>;
  readonly people: number;
  readonly starts_at: EpochMs;
  readonly ends_at: EpochMs;
  readonly asked_at: EpochMs;
  readonly state: KeptWaitState;
  readonly booking_id: BookingId | null;
  readonly offered_name: string | null;
  readonly expires_at: EpochMs | null;
  readonly ahead: number;
};

const shown: Readonly<Partial<Record<KeptWaitState, WaitState>>> = { offering: 'waiting', lapsing: 'lapsed' };

function toView(row: WaitRow): WaitView {
  const offer =
    row.state === 'offered' && row.booking_id && row.expires_at !== null
      ? { bookingId: row.booking_id, resourceName: row.offered_name ?? '', expiresAt: row.expires_at }
      : undefined;
  return {
    id: row.id,
    siteId: row.site_id,
    siteName: row.site_name,
    ...(row.resource_id
      ? { resourceId: row.resource_id, resourceName: row.resource_name ?? '' }
      : { kind: row.kind }),
    people: row.people,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    askedAt: row.asked_at,
    state: shown[row.state] ?? (row.state as WaitState),
    ahead: row.ahead,
    ...(offer ? { offer } : {}),
  };
}
