import type { Booking, BookingState, Resource } from '@lintel/core/bookings/booking.ts';
import { holdingStates } from '@lintel/core/bookings/booking.ts';
import type { Booker, OwnBooking } from '@lintel/core/bookings/judge.ts';
import type { Balance } from '@lintel/core/bookings/price.ts';
import type { BookingId, HolderId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';
import { and, asc, desc, eq, gt, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import { holder, membership, plan } from '../members/tables.ts';
import { site } from '../sites/tables.ts';
import { siteFeed } from '../sync/tables.ts';
import type { BookingChangeKind } from './history.ts';
import { toBooking, toBookingColumns, toPlan, toResource } from './rows.ts';
import { booking, bookingChange, resource } from './tables.ts';

/** Where a booking would be: the resource, its site, and the site's horizon as it is now. */
export type Place = {
  readonly resource: Resource;
  readonly siteId: SiteId;
  readonly siteName: string;
  readonly timeZone: string;
  readonly help: { readonly name: string; readonly email: string; readonly phone: string };
  readonly horizonAt: EpochMs;
};

export async function findPlace(tx: Tx, resourceId: ResourceId): Promise<Place | undefined> {
  const [row] = await tx.db
    .select()
    .from(resource)
    .innerJoin(site, and(eq(site.operator_id, resource.operator_id), eq(site.id, resource.site_id)))
    .innerJoin(siteFeed, and(eq(siteFeed.operator_id, site.operator_id), eq(siteFeed.site_id, site.id)))
    .where(and(eq(resource.operator_id, tx.operatorId), eq(resource.id, resourceId)));
  return (
    row && {
      resource: toResource(row.resource),
      siteId: row.site.id,
      siteName: row.site.name,
      timeZone: row.site.time_zone,
      help: { name: row.site.help_name, email: row.site.help_email, phone: row.site.help_phone },
      horizonAt: row.site_feed.horizon_at,
    }
  );
}

export async function resourcesOf(tx: Tx, siteId: SiteId): Promise<readonly Resource[]> {
  const rows = await tx.db
    .select()
    .from(resource)
    .where(and(eq(resource.operator_id, tx.operatorId), eq(resource.site_id, siteId)))
    .orderBy(asc(resource.kind), asc(resource.name));
  return rows.map(toResource);
}

/** The bookings that hold a slot at this site within the span. */
export async function heldWithin(tx: Tx, siteId: SiteId, span: Span): Promise<readonly Booking[]> {
  const rows = await tx.db
    .select()
    .from(booking)
    .where(
      and(
        eq(booking.operator_id, tx.operatorId),
        eq(booking.site_id, siteId),
        inArray(booking.state, [...holdingStates]),
        lt(booking.holds_from, span.endsAt),
        gt(booking.holds_until, span.startsAt),
      ),
    );
  return rows.map(toBooking);
}

/** How this member may book at a site: by the newest membership that counts there now, with what is left of the month of `span`. */
export async function loadBooker(
  tx: Tx,
  holderId: HolderId,
  siteId: SiteId,
  span: Span,
  at: EpochMs,
): Promise<Booker> {
  const [who] = await tx.db
    .select()
    .from(holder)
    .where(and(eq(holder.operator_id, tx.operatorId), eq(holder.id, holderId)));
  if (who?.kind === 'staff') return { kind: 'staff' };
  if (who?.kind === 'guest') return { kind: 'guest' };
  const [row] = await tx.db
    .select({ plan })
    .from(membership)
    .innerJoin(plan, and(eq(plan.operator_id, membership.operator_id), eq(plan.id, membership.plan_id)))
    .where(
      and(
        eq(membership.operator_id, tx.operatorId),
        eq(membership.holder_id, holderId),
        lte(membership.starts_at, at),
        or(isNull(membership.ends_at), gt(membership.ends_at, at)),
        sql`(${membership.site_ids} IS NULL OR ${siteId}::uuid = ANY (${membership.site_ids}))`,
      ),
    )
    .orderBy(desc(membership.starts_at), asc(membership.id))
    .limit(1);
  const own = await ownBookings(tx, holderId, addMs(span.startsAt, -26 * hourMs));
  return {
    kind: 'member',
    plan: row && toPlan(row.plan),
    suspended: who ? who.suspended_because !== null : true,
    balance: row ? await balanceOf(tx, holderId, siteId, row.plan, span) : { includedMs: 0, creditCents: 0 },
    own,
  };
}

/** The holder's bookings that end after `endsAfter`, at whichever site. */
async function ownBookings(tx: Tx, holderId: HolderId, endsAfter: EpochMs): Promise<readonly OwnBooking[]> {
  const rows = await tx.db
    .select({
      id: booking.id,
      kind: resource.kind,
      state: booking.state,
      startsAt: booking.starts_at,
      endsAt: booking.ends_at,
    })
    .from(booking)
    .innerJoin(
      resource,
      and(eq(resource.operator_id, booking.operator_id), eq(resource.id, booking.resource_id)),
    )
    .where(
      and(
        eq(booking.operator_id, tx.operatorId),
        eq(booking.holder_id, holderId),
        inArray(booking.state, ['requested', ...holdingStates]),
        gt(booking.ends_at, endsAfter),
      ),
    );
  return rows;
}

/** What the plan gives for the site's calendar month of the span, less what this holder's bookings of that month take. */
async function balanceOf(
  tx: Tx,
  holderId: HolderId,
  siteId: SiteId,
  terms: typeof plan.$inferSelect,
  span: Span,
): Promise<Balance> {
  const [spent] = await tx.query<{ included_ms: number; credit_cents: number }>(
    `SELECT coalesce(sum(b.charge_included_ms), 0)::bigint AS included_ms, coalesce(sum(b.charge_credit_cents), 0)::bigint AS credit_cents
     FROM booking b JOIN site s ON s.operator_id = b.operator_id AND s.id = b.site_id
     JOIN site here ON here.operator_id = b.operator_id AND here.id = $3
     WHERE b.operator_id = $1 AND b.holder_id = $2 AND b.state <> 'refused'
       AND to_char(b.starts_at AT TIME ZONE s.time_zone, 'YYYY-MM') = to_char($4::timestamptz AT TIME ZONE here.time_zone, 'YYYY-MM')`,
    [tx.operatorId, holderId, siteId, new Date(span.startsAt)],
  );
  return {
    includedMs: terms.included_ms - (spent?.included_ms ?? 0),
    creditCents: terms.credit_cents - (spent?.credit_cents ?? 0),
  };
}

export type KeptBooking = Booking & { readonly siteId: SiteId; readonly refusals: unknown };

export async function findBooking(tx: Tx, bookingId: BookingId): Promise<KeptBooking | undefined> {
  const [row] = await tx.db
    .select()
    .from(booking)
    .where(and(eq(booking.operator_id, tx.operatorId), eq(booking.id, bookingId)));
  return row && { ...toBooking(row), siteId: row.site_id, refusals: row.refusals };
}

/** Writes a new booking with its first line of history. Throws `23P01` when it is confirmed and the slot is held, `23505` when its id is known. */
export async function insertBooking(tx: Tx, siteId: SiteId, made: Booking, by: string): Promise<void> {
  await tx.db
    .insert(booking)
    .values({ operator_id: tx.operatorId, site_id: siteId, ...toBookingColumns(made) });
  await noteChange(tx, made, {
    kind: made.state === 'requested' ? 'requested' : 'booked',
    at: made.bookedAt,
    by,
    why: made.state === 'confirmed' ? 'Booked.' : 'Asked of the site.',
  });
}

/** Sets a booking to a state and the next version, if it is still at the version we know; absent when somebody was faster. */
export async function changeState(
  tx: Tx,
  known: Booking,
  state: BookingState,
  note: {
    readonly kind: BookingChangeKind;
    readonly at: EpochMs;
    readonly by: string;
    readonly why: string;
  },
): Promise<Booking | undefined> {
  const [row] = await tx.db
    .update(booking)
    .set({ state, version: known.version + 1 })
    .where(
      and(
        eq(booking.operator_id, tx.operatorId),
        eq(booking.id, known.id),
        eq(booking.version, known.version),
      ),
    )
    .returning();
  if (!row) return undefined;
  const changed = toBooking(row);
  await noteChange(tx, changed, note);
  return changed;
}

async function noteChange(
  tx: Tx,
  { id, version, state }: Booking,
  note: {
    readonly kind: BookingChangeKind;
    readonly at: EpochMs;
    readonly by: string;
    readonly why: string;
  },
): Promise<void> {
  await tx.db
    .insert(bookingChange)
    .values({ operator_id: tx.operatorId, booking_id: id, version, state, ...note });
}
