import { holdingStates, holdsSlot } from '@lintel/core/bookings/booking.ts';
import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { BookingId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { and, asc, desc, eq, gt, inArray, lt, lte, type SQL } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import { may, type Viewer } from '../members/may.ts';
import { holder } from '../members/tables.ts';
import { site } from '../sites/tables.ts';
import { toBooking } from './rows.ts';
import { booking, resource } from './tables.ts';
import { bookingViewOf } from './views.ts';

export type PlacedView = BookingView & { readonly siteId: SiteId; readonly siteName: string };

/** Bookings as this viewer may see them: another's title and name only where a role shows them. */
async function viewsWhere(
  tx: Tx,
  viewer: Viewer,
  where: SQL | undefined,
  order: 'asc' | 'desc',
  most: number,
): Promise<readonly PlacedView[]> {
  const rows = await tx.db
    .select({
      row: booking,
      resource: { name: resource.name, graceMs: resource.grace_ms },
      siteName: site.name,
      holderName: holder.name,
    })
    .from(booking)
    .innerJoin(
      resource,
      and(eq(resource.operator_id, booking.operator_id), eq(resource.id, booking.resource_id)),
    )
    .innerJoin(site, and(eq(site.operator_id, booking.operator_id), eq(site.id, booking.site_id)))
    .leftJoin(holder, and(eq(holder.operator_id, booking.operator_id), eq(holder.id, booking.holder_id)))
    .where(and(eq(booking.operator_id, tx.operatorId), where))
    .orderBy(order === 'asc' ? asc(booking.starts_at) : desc(booking.starts_at), asc(booking.id))
    .limit(most);
  return rows.map(({ row, resource: { name, graceMs }, siteName, holderName }) => {
    const isMine = row.holder_id === viewer.holderId;
    const isShown = isMine || may(viewer, 'see_names', row.site_id);
    const names = { resource: { name, graceMs: graceMs ?? undefined }, holder: holderName ?? undefined };
    const view = bookingViewOf(toBooking(row), names, { isMine, isShown });
    return { ...view, siteId: row.site_id, siteName };
  });
}

const within = (span: Span) => and(lt(booking.starts_at, span.endsAt), gt(booking.ends_at, span.startsAt));

/** What holds a slot in this span, and the viewer's own wishes that are not decided. */
export async function dayBookings(
  tx: Tx,
  viewer: Viewer,
  siteId: SiteId,
  span: Span,
): Promise<readonly PlacedView[]> {
  const views = await viewsWhere(
    tx,
    viewer,
    and(eq(booking.site_id, siteId), inArray(booking.state, ['requested', ...holdingStates]), within(span)),
    'asc',
    2000,
  );
  return views.filter((view) => holdsSlot(view) || view.mine || may(viewer, 'see_names', siteId));
}

export async function officeBookings(
  tx: Tx,
  viewer: Viewer,
  span: Span,
  siteId: SiteId | undefined,
): Promise<readonly PlacedView[]> {
  const covered = viewer.staff?.siteIds;
  const where = and(
    siteId ? eq(booking.site_id, siteId) : undefined,
    // Before the limit, so that a busy site which the role does not cover crowds out none that it does.
    covered ? inArray(booking.site_id, [...covered]) : undefined,
    within(span),
  );
  const views = await viewsWhere(tx, viewer, where, 'asc', 2000);
  return views.filter((view) => may(viewer, 'see_office', view.siteId));
}

/** The viewer's own: those to come first, the next one on top, then the past from the newest back. */
export async function myBookings(tx: Tx, viewer: Viewer, at: EpochMs): Promise<readonly PlacedView[]> {
  const mine = eq(booking.holder_id, viewer.holderId);
  const coming = await viewsWhere(tx, viewer, and(mine, gt(booking.ends_at, at)), 'asc', 200);
  const past = await viewsWhere(tx, viewer, and(mine, lte(booking.ends_at, at)), 'desc', 50);
  return [...coming, ...past];
}

/** These bookings in the order they are asked for. */
export async function viewsOf(
  tx: Tx,
  viewer: Viewer,
  ids: readonly BookingId[],
): Promise<readonly PlacedView[]> {
  if (ids.length === 0) return [];
  const views = await viewsWhere(tx, viewer, inArray(booking.id, [...ids]), 'asc', ids.length);
  return ids.flatMap((id) => views.find((view) => view.id === id) ?? []);
}

/** The viewer's own at a site within the span, decided or not. */
export async function mineWithin(
  tx: Tx,
  viewer: Viewer,
  siteId: SiteId,
  span: Span,
): Promise<readonly PlacedView[]> {
  const where = and(
    eq(booking.site_id, siteId),
    eq(booking.holder_id, viewer.holderId),
    inArray(booking.state, ['requested', ...holdingStates]),
    within(span),
  );
  return await viewsWhere(tx, viewer, where, 'asc', 1000);
}

/** What no screen but the portal's may show: the booking without where it is among the sites. */
export function unplaced({ siteId: _, siteName: __, ...view }: PlacedView): BookingView {
  return view;
}
