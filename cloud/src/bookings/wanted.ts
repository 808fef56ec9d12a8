import type { Booking, BookingPurpose, BookingSource } from '@lintel/core/bookings/booking.ts';
import { heldOf } from '@lintel/core/bookings/judge.ts';
import type { BookingId, GroupId, HolderId, ResourceId, SeriesId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { idFrom } from '../keys.ts';
import { type Actor, holderOf, isStaff, mayAct, personOf } from './actor.ts';
import type { CalendarTx, Person, Place } from './calendar.ts';
import type { Judged } from './judge-wish.ts';

/** What somebody wants to book. The request id is the first booking's id, and the group's when there are several. */
export type Wanted = Span & {
  readonly requestId: BookingId;
  readonly resourceId: ResourceId;
  /** Booked with it, all or nothing; of the same site. */
  readonly alsoResourceIds?: readonly ResourceId[] | undefined;
  readonly title: string;
  readonly people?: number | undefined;
  readonly purpose?: BookingPurpose | undefined;
  /** Staff book for somebody else: for a holder, or for whoever has this e-mail. */
  readonly forHolderId?: HolderId | undefined;
  readonly guest?: { readonly name: string; readonly email: string } | undefined;
  /** Staff book against the rules, with a reason that is kept. */
  readonly override?: { readonly reason: string } | undefined;
  readonly source?: BookingSource | undefined;
  /** Staff hold it for somebody by the house's rules alone: neither that person's plan nor their limits count. */
  readonly isForHouse?: boolean | undefined;
  readonly seriesId?: SeriesId | undefined;
};

/** A wish that makes no sense, whatever the calendar says. */
export type Unfit = {
  readonly kind: 'unfit';
  readonly problem: { readonly kind: string; readonly sentence: string };
};

/** For whom it is, and where. */
export type Understood = {
  readonly kind: 'understood';
  readonly places: readonly Place[];
  readonly purpose: BookingPurpose;
  readonly holder: Person | undefined;
  readonly isForStaff: boolean;
  /** To be made a guest once the booking is. */
  readonly newGuest?: { readonly name: string; readonly email: string } | undefined;
};

/** The wish with its people and places, or why it makes no sense or is not this actor's to have. Writes nothing. */
export async function understand(
  calendar: CalendarTx,
  actor: Actor,
  wanted: Wanted,
): Promise<Understood | Unfit | { readonly kind: 'unknown_resource' } | { readonly kind: 'not_yours' }> {
  const ids = [...new Set([wanted.resourceId, ...(wanted.alsoResourceIds ?? [])])];
  const found = await Promise.all(ids.map((id) => calendar.findPlace(id)));
  const places = found.filter((place) => place !== undefined);
  if (places.length < ids.length) return { kind: 'unknown_resource' };
  const siteId = places[0]?.siteId;
  if (siteId === undefined || places.some((place) => place.siteId !== siteId))
    return unfit(
      'several_sites',
      'These are at different sites. Book those of one site together, and the others by themselves.',
    );
  const purpose = wanted.purpose ?? 'use';
  const isForOther = wanted.guest !== undefined || wanted.forHolderId !== undefined;
  if (!isStaff(actor)) {
    const isOwn = !wanted.guest && (wanted.forHolderId ?? holderOf(actor)) === holderOf(actor);
    return isOwn && purpose === 'use' && !wanted.override
      ? await forHolder(calendar, actor, holderOf(actor), { places, purpose })
      : { kind: 'not_yours' };
  }
  if (!mayAct(actor, 'book', siteId)) return { kind: 'not_yours' };
  if (purpose === 'block')
    return isForOther
      ? unfit('block_has_no_holder', 'A block is nobody’s. Leave out for whom it is.')
      : { kind: 'understood', places, purpose, holder: undefined, isForStaff: true };
  if (wanted.guest && wanted.forHolderId) return unfit('two_holders', 'Name a member or a guest, not both.');
  if (wanted.guest) {
    const holder = await calendar.findPerson({ email: wanted.guest.email });
    const isForStaff = holder?.kind === 'staff';
    const meant = { kind: 'understood' as const, places, purpose, holder, isForStaff };
    return holder ? meant : { ...meant, newGuest: wanted.guest };
  }
  const holderId = wanted.forHolderId ?? holderOf(actor);
  const meant = await forHolder(calendar, actor, holderId, { places, purpose });
  return meant.kind === 'understood' && wanted.isForHouse ? { ...meant, isForStaff: true } : meant;
}

async function forHolder(
  calendar: CalendarTx,
  actor: Actor,
  holderId: HolderId | undefined,
  found: Pick<Understood, 'places' | 'purpose'>,
): Promise<Understood | Unfit> {
  const self = personOf(actor);
  const holder = self?.id === holderId ? self : holderId && (await calendar.findPerson({ id: holderId }));
  if (!holder)
    return unfit('unknown_member', 'There is no such member. Choose one from the list, or book for a guest.');
  return { kind: 'understood', ...found, holder, isForStaff: holder.kind === 'staff' };
}

function unfit(kind: string, sentence: string): Unfit {
  return { kind: 'unfit', problem: { kind, sentence } };
}

/** The bookings of an approved wish, as they begin. */
export function bookingsOf(
  wanted: Wanted,
  { purpose, holder }: Understood,
  judged: readonly Judged[],
  first: {
    readonly state: 'confirmed' | 'requested';
    readonly source: BookingSource;
    readonly at: EpochMs;
  },
): readonly Booking[] {
  const isGroup = judged.length > 1;
  return judged.map(({ place: { resource }, wish, charge }, nth) => {
    const held = heldOf(resource, wanted);
    return {
      id: nth === 0 ? wanted.requestId : memberId(wanted.requestId, resource.id),
      resourceId: resource.id,
      ...(holder ? { holderId: holder.id } : {}),
      title: wanted.title,
      purpose,
      people: wish.people,
      startsAt: wanted.startsAt,
      endsAt: wanted.endsAt,
      holdsFrom: held.startsAt,
      holdsUntil: held.endsAt,
      state: first.state,
      version: 1,
      source: first.source,
      bookedAt: first.at,
      charge,
      ...(isGroup ? { groupId: wanted.requestId as string as GroupId } : {}),
      ...(wanted.seriesId ? { seriesId: wanted.seriesId } : {}),
    };
  });
}

/** The id of another booking of the group: the same each time the request is sent. */
function memberId(requestId: BookingId, resourceId: ResourceId): BookingId {
  return idFrom('group', requestId, resourceId) as BookingId;
}
