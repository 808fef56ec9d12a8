import { tapSentence } from '@lintel/core/doors/decide.ts';
import type { Because } from '@lintel/core/doors/grant.ts';
import type { AccessEvent, AccessEventView } from '@lintel/core/doors/wire.ts';
import type { SiteId } from '@lintel/core/ids.ts';
import { localClock } from '@lintel/core/sites/local-time.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import { may, type Viewer } from '../members/may.ts';
import { holder } from '../members/tables.ts';
import { site } from '../sites/tables.ts';
import { accessEvent, door } from './tables.ts';

export type EventQuery = {
  readonly siteId?: SiteId | undefined;
  readonly before?: EpochMs | undefined;
  readonly limit: number;
};
export type PlacedEvent = AccessEventView & { readonly siteId: SiteId; readonly siteName: string };

/** The newest first, of the sites whose access events this viewer may see. */
export async function listAccessEvents(
  tx: Tx,
  viewer: Viewer,
  query: EventQuery,
  at: EpochMs,
): Promise<readonly PlacedEvent[]> {
  const sites = await tx.db.select({ id: site.id }).from(site).where(eq(site.operator_id, tx.operatorId));
  const seen = sites
    .map((row) => row.id)
    .filter((id) => may(viewer, 'see_access_events', id) && (query.siteId ?? id) === id);
  if (seen.length === 0) return [];
  const rows = await tx.db
    .select({
      row: accessEvent,
      doorName: door.name,
      holderName: holder.name,
      siteName: site.name,
      timeZone: site.time_zone,
    })
    .from(accessEvent)
    .innerJoin(site, and(eq(site.operator_id, accessEvent.operator_id), eq(site.id, accessEvent.site_id)))
    .leftJoin(door, and(eq(door.operator_id, accessEvent.operator_id), eq(door.id, accessEvent.door_id)))
    .leftJoin(
      holder,
      and(eq(holder.operator_id, accessEvent.operator_id), eq(holder.id, accessEvent.holder_id)),
    )
    .where(
      and(
        eq(accessEvent.operator_id, tx.operatorId),
        inArray(accessEvent.site_id, seen),
        query.before === undefined ? undefined : lt(accessEvent.at, query.before),
      ),
    )
    .orderBy(desc(accessEvent.at), desc(accessEvent.id))
    .limit(query.limit);
  return rows.map(({ row, doorName, holderName, siteName, timeZone }) => ({
    id: row.id,
    at: row.at,
    trust: row.body.trust,
    doorId: row.door_id,
    doorName: doorName ?? 'a door that is gone',
    ...(holderName ? { holderName } : {}),
    presented: row.body.presented,
    outcome: row.outcome,
    sentence: sentenceOf(row.body, localClock(timeZone, at)),
    siteId: row.site_id,
    siteName,
  }));
}

function sentenceOf(event: AccessEvent, clock: (at: EpochMs) => string): string {
  if (event.reason) return tapSentence(event.reason, clock);
  if (event.what === 'opened_by_staff') return 'Opened by staff at the console.';
  return event.because ? grantedBecause(event.because) : 'Granted.';
}

function grantedBecause(because: Because): string {
  switch (because.kind) {
    case 'booking':
      return `Granted by a booking of ${because.what}.`;
    case 'membership':
      return `Granted by the membership ${because.what}.`;
    case 'staff':
      return `Granted by the role ${because.what}.`;
    default:
      return because satisfies never;
  }
}
