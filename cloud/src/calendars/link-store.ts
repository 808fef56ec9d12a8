import type { HolderId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';
import { and, asc, count, eq, isNull, lt, or } from 'drizzle-orm';
import { resource } from '../bookings/tables.ts';
import type { Tx } from '../database/operator.ts';
import { site } from '../sites/tables.ts';
import { calendarLink } from './tables.ts';

export type LinkRow = typeof calendarLink.$inferSelect;
export type NamedLink = LinkRow & {
  readonly siteName: string | null;
  readonly resourceName: string | null;
  readonly timeZone: string | null;
};

const living = (tx: Tx) => and(eq(calendarLink.operator_id, tx.operatorId), isNull(calendarLink.revoked_at));

function named(tx: Tx) {
  return tx.db
    .select({
      link: calendarLink,
      siteName: site.name,
      timeZone: site.time_zone,
      resourceName: resource.name,
    })
    .from(calendarLink)
    .leftJoin(site, and(eq(site.operator_id, calendarLink.operator_id), eq(site.id, calendarLink.site_id)))
    .leftJoin(
      resource,
      and(eq(resource.operator_id, calendarLink.operator_id), eq(resource.id, calendarLink.resource_id)),
    );
}

/** Whoever's living links, the oldest first. */
export async function linksOf(tx: Tx, holderId: HolderId): Promise<readonly NamedLink[]> {
  const rows = await named(tx)
    .where(and(living(tx), eq(calendarLink.holder_id, holderId)))
    .orderBy(asc(calendarLink.made_at), calendarLink.id);
  return rows.map(({ link, ...names }) => ({ ...link, ...names }));
}

/** The living link with this hash; absent when there is none, or it was revoked. */
export async function findLink(tx: Tx, tokenHash: string): Promise<NamedLink | undefined> {
  const [row] = await named(tx).where(and(living(tx), eq(calendarLink.token_hash, tokenHash)));
  return (
    row && { ...row.link, siteName: row.siteName, resourceName: row.resourceName, timeZone: row.timeZone }
  );
}

export async function countLinks(tx: Tx, holderId: HolderId): Promise<number> {
  const [row] = await tx.db
    .select({ links: count() })
    .from(calendarLink)
    .where(and(living(tx), eq(calendarLink.holder_id, holderId)));
  return row?.links ?? 0;
}

export async function insertLink(
  tx: Tx,
  made: Omit<LinkRow, 'operator_id' | 'revoked_at' | 'read_at'>,
): Promise<void> {
  await tx.db.insert(calendarLink).values({ ...made, operator_id: tx.operatorId });
}

/** From now on its address answers nobody; false when it is not theirs, or is revoked already. */
export async function revokeLink(tx: Tx, holderId: HolderId, id: string, at: EpochMs): Promise<boolean> {
  const rows = await tx.db
    .update(calendarLink)
    .set({ revoked_at: at })
    .where(and(living(tx), eq(calendarLink.id, id), eq(calendarLink.holder_id, holderId)))
    .returning({ id: calendarLink.id });
  return rows.length === 1;
}

/** Notes that the link is in use, at most once an hour: calendar programs ask often. */
export async function noteRead(tx: Tx, id: string, at: EpochMs): Promise<void> {
  const stale = or(isNull(calendarLink.read_at), lt(calendarLink.read_at, addMs(at, -hourMs)));
  await tx.db
    .update(calendarLink)
    .set({ read_at: at })
    .where(and(living(tx), eq(calendarLink.id, id), stale));
}

export async function findResource(tx: Tx, resourceId: LinkRow['resource_id'] & string) {
  const [row] = await tx.db
    .select({ siteId: resource.site_id, name: resource.name })
    .from(resource)
    .where(and(eq(resource.operator_id, tx.operatorId), eq(resource.id, resourceId)));
  return row;
}
