import { randomUUID } from 'node:crypto';
import type { BookingPlan } from '@lintel/core/bookings/booking.ts';
import type { Booker, OwnBooking } from '@lintel/core/bookings/judge.ts';
import type { Balance } from '@lintel/core/bookings/price.ts';
import type { HolderId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import { localDate } from '@lintel/core/sites/local-time.ts';
import type { ChangeBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { hourMs } from '@lintel/core/time.ts';
import type { Person } from '../../../../cloud/src/bookings/calendar.ts';
import type { Store } from '../../../../edge/src/database/store.ts';
import { findResource, findSite } from './places.ts';

type HolderRow = Person & {
  readonly email: string;
  readonly suspended: number;
  readonly planId: string | null;
};
const columns = 'id, kind, name, email, suspended, plan_id AS "planId"';

export function findPerson(
  store: Store,
  who: { readonly id: HolderId } | { readonly email: string },
): HolderRow | undefined {
  return 'id' in who
    ? store.get<HolderRow>(`SELECT ${columns} FROM holder WHERE id = ?`, who.id)
    : store.get<HolderRow>(`SELECT ${columns} FROM holder WHERE lower(email) = lower(?)`, who.email);
}

export function keepGuest(
  store: Store,
  { name, email }: { readonly name: string; readonly email: string },
): Person {
  const known = findPerson(store, { email });
  if (known) return { id: known.id, kind: known.kind, name: known.name };
  const person = { id: id<HolderId>(randomUUID()), kind: 'guest', name } as const;
  store.put('holder', { ...person, email, suspended: 0, plan_id: null, role: null });
  return person;
}

export function plans(store: Store): readonly BookingPlan[] {
  return store
    .all<{ body: string }>('SELECT body FROM plan ORDER BY rank, id')
    .map(({ body }) => JSON.parse(body));
}

export function loadBooker(
  store: Store,
  holderId: HolderId,
  siteId: SiteId,
  span: Span,
  at: EpochMs,
): Booker {
  const who = findPerson(store, { id: holderId });
  if (who?.kind === 'staff') return { kind: 'staff' };
  if (who?.kind === 'guest') return { kind: 'guest' };
  const plan = plans(store).find((one) => one.id === who?.planId);
  const since = Math.min(span.startsAt, at) - 26 * hourMs;
  return {
    kind: 'member',
    plan,
    suspended: who ? who.suspended !== 0 : true,
    balance: plan
      ? balanceOf(store, holderId, siteId, plan, span.startsAt)
      : { includedMs: 0, creditCents: 0 },
    own: ownBookings(store, holderId, since),
  };
}

type Own = Pick<OwnBooking, 'id' | 'state' | 'startsAt' | 'endsAt'> & { readonly resourceId: ResourceId };

function ownBookings(store: Store, holderId: HolderId, endsAfter: number): readonly OwnBooking[] {
  const sql = `SELECT id, state, starts_at AS "startsAt", ends_at AS "endsAt", resource_id AS "resourceId" FROM booking
    WHERE holder_id = ? AND ends_at > ? AND state IN ('requested', 'confirmed', 'checked_in', 'ended')`;
  return store.all<Own>(sql, holderId, endsAfter).flatMap(({ resourceId, ...own }) => {
    const kind = findResource(store, resourceId)?.resource.kind;
    return kind ? [{ ...own, kind }] : [];
  });
}

/** What the plan gives for the site's calendar month, less what this holder's bookings of that month take. */
function balanceOf(
  store: Store,
  holderId: HolderId,
  siteId: SiteId,
  plan: BookingPlan,
  startsAt: EpochMs,
): Balance {
  const period = localDate(findSite(store, siteId).timeZone, startsAt).slice(0, 7);
  const sql = `SELECT body, site_id AS "siteId" FROM booking WHERE holder_id = ? AND state <> 'refused'`;
  let { includedMs, creditCents } = plan;
  for (const row of store.all<{ body: string; siteId: SiteId }>(sql, holderId)) {
    const booking = JSON.parse(row.body);
    if (localDate(findSite(store, row.siteId).timeZone, booking.startsAt).slice(0, 7) !== period) continue;
    includedMs -= booking.charge.includedMs;
    creditCents -= booking.charge.creditCents;
  }
  return { includedMs, creditCents };
}

/** A holder as the feed carries them. */
export function holderBody({ id: holderId, kind, name, suspended, planId }: HolderRow): ChangeBody {
  const plan = planId ? { planId: id<BookingPlan['id']>(planId) } : {};
  return { kind: 'holder', holder: { id: holderId, kind, name, suspended: suspended !== 0, ...plan } };
}

export function listHolders(store: Store): readonly HolderRow[] {
  return store.all<HolderRow>(`SELECT ${columns} FROM holder ORDER BY id`);
}
