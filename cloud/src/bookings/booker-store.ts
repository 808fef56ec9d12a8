import type { BookingPlan } from '@lintel/core/bookings/booking.ts';
import { holdingStates } from '@lintel/core/bookings/booking.ts';
import type { Booker, OwnBooking } from '@lintel/core/bookings/judge.ts';
import type { HolderId, SiteId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { epochMs, hourMs } from '@lintel/core/time.ts';
import { and, asc, desc, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { loadBalance } from '../allowances/balance-store.ts';
import type { Tx } from '../database/operator.ts';
import { holder, membership, plan } from '../members/tables.ts';
import type { Person } from './calendar.ts';
import { toPlan } from './rows.ts';
import { booking, resource } from './tables.ts';

/** How somebody may book at a site: by the newest membership that counts there now, with what is left of the month of `span`. */
export async function loadBooker(
  tx: Tx,
  holderId: HolderId,
  siteId: SiteId,
  span: Span,
  at: EpochMs,
): Promise<Booker> {
  // Whatever may lie on the local day on which the span begins, and all that is to come.
  const since = epochMs(Math.max(0, Math.min(span.startsAt, at) - 26 * hourMs));
  const [[who], terms, own] = await Promise.all([
    tx.db
      .select()
      .from(holder)
      .where(and(eq(holder.operator_id, tx.operatorId), eq(holder.id, holderId))),
    findTerms(tx, holderId, siteId, at),
    ownBookings(tx, holderId, since),
  ]);
  if (who?.kind === 'staff') return { kind: 'staff' };
  if (who?.kind === 'guest') return { kind: 'guest' };
  return {
    kind: 'member',
    plan: terms,
    suspended: who ? who.suspended_because !== null : true,
    balance: terms
      ? await loadBalance(tx, holderId, siteId, span.startsAt, at)
      : { includedMs: 0, creditCents: 0 },
    own,
  };
}

/** The plan by which this holder books at a site now; absent without a membership. */
export async function findTerms(
  tx: Tx,
  holderId: HolderId,
  siteId: SiteId,
  at: EpochMs,
): Promise<BookingPlan | undefined> {
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
  return row && toPlan(row.plan);
}

/** The holder's bookings that end after `endsAfter`, at whichever site. */
async function ownBookings(tx: Tx, holderId: HolderId, endsAfter: EpochMs): Promise<readonly OwnBooking[]> {
  return await tx.db
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
}

export async function allPlans(tx: Tx): Promise<readonly BookingPlan[]> {
  const rows = await tx.db
    .select()
    .from(plan)
    .where(eq(plan.operator_id, tx.operatorId))
    .orderBy(asc(plan.rank), asc(plan.id));
  return rows.map(toPlan);
}

export async function findPerson(
  tx: Tx,
  who: { readonly id: HolderId } | { readonly email: string },
): Promise<Person | undefined> {
  const is = 'id' in who ? eq(holder.id, who.id) : sql`lower(${holder.email}) = lower(${who.email})`;
  const [row] = await tx.db
    .select({ id: holder.id, kind: holder.kind, name: holder.name })
    .from(holder)
    .where(and(eq(holder.operator_id, tx.operatorId), is));
  return row;
}

/** Whoever has this e-mail, made a guest when nobody has. The same guest however often, and by however many at once, they are asked for. */
export async function keepGuest(
  tx: Tx,
  { name, email }: { readonly name: string; readonly email: string },
): Promise<Person> {
  const known = await findPerson(tx, { email });
  if (known) return known;
  await tx.query(
    `INSERT INTO holder (operator_id, id, kind, name, email) VALUES ($1, $2, 'guest', $3, $4)
     ON CONFLICT (operator_id, lower(email)) DO NOTHING`,
    [tx.operatorId, id<HolderId>(crypto.randomUUID()), name, email],
  );
  const made = await findPerson(tx, { email });
  if (!made) throw new Error(`The guest ${email} was not kept.`);
  return made;
}
