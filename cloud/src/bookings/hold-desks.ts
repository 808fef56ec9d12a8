import type { ResourceKind } from '@lintel/core/bookings/booking.ts';
import { type BookingRefusal, refusalSentence } from '@lintel/core/bookings/refusal.ts';
import type { BookingId, HolderId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import { localClock } from '@lintel/core/sites/local-time.ts';
import { groupMost } from '@lintel/core/sync/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import type { Actor } from './actor.ts';
import { type Booked, book } from './book.ts';
import type { CalendarTx, Place } from './calendar.ts';
import { isLifted, type Judged, judgeSought } from './judge-wish.ts';
import type { CalendarPorts } from './ports.ts';

export type HoldWanted = Span & {
  readonly requestId: BookingId;
  readonly siteId: SiteId;
  readonly kinds: readonly ResourceKind[];
  readonly forHolderId: HolderId;
  readonly title: string;
  readonly override?: { readonly reason: string } | undefined;
};

export type Skipped = {
  readonly resourceId: ResourceId;
  readonly resourceName: string;
  readonly because: string;
};

export type HeldDesks =
  | Exclude<Booked, { kind: 'refused' }>
  | { readonly kind: 'none'; readonly skipped: readonly Skipped[] };

const triesMost = 3;

/**
 * Holds every free resource of these kinds for somebody's day, all that are picked or none: who is faster with one of them makes it pick again. Nothing is charged until they say yes. The same request
 * again holds nothing more.
 */
export async function holdDesks(
  ports: CalendarPorts,
  actor: Actor,
  wanted: HoldWanted,
): Promise<{ readonly held: HeldDesks; readonly skipped: readonly Skipped[] }> {
  for (let tries = 1; ; tries++) {
    const picked = await ports.inCalendar(actor.operatorId, (calendar) =>
      pick(calendar, wanted, ports.now()),
    );
    const [first, ...others] = picked.resourceIds;
    if (!first) return { held: { kind: 'none', skipped: picked.skipped }, skipped: picked.skipped };
    const { requestId, startsAt, endsAt, title, forHolderId, override } = wanted;
    const booked = await book(ports, actor, {
      requestId,
      resourceId: first,
      alsoResourceIds: others,
      startsAt,
      endsAt,
      title,
      purpose: 'hold',
      forHolderId,
      override,
      isForHouse: true,
    });
    const { skipped } = picked;
    if (booked.kind !== 'refused') return { held: booked, skipped };
    if (tries === triesMost) return { held: { kind: 'none', skipped }, skipped };
  }
}

/** What is free of these kinds now, or what this request took before. */
async function pick(calendar: CalendarTx, wanted: HoldWanted, at: EpochMs) {
  const known = await calendar.findBooking(wanted.requestId);
  const group = known?.groupId ? await calendar.ofGroup(known.groupId) : known ? [known] : [];
  const before = group.map(({ id, resourceId }) => ({ id, resourceId }));
  if (known) {
    const others = before.filter(({ id }) => id !== known.id).map(({ resourceId }) => resourceId);
    return { resourceIds: [known.resourceId, ...others], skipped: [] };
  }
  const places: Place[] = [];
  for (const { id, kind } of await calendar.resourcesOf(wanted.siteId)) {
    const place = wanted.kinds.includes(kind) ? await calendar.findPlace(id) : undefined;
    if (place) places.push(place);
  }
  const { startsAt, endsAt } = wanted;
  const judged = await judgeSought(calendar, {
    places,
    span: { startsAt, endsAt },
    purpose: 'hold',
    people: 0,
    holderId: undefined,
    isForStaff: true,
    at,
  });
  return sorted(judged, wanted, at);
}

/** The free ones, as many as one request may have, and why not the others. */
function sorted(judged: readonly Judged[], { override }: HoldWanted, at: EpochMs) {
  const resourceIds: ResourceId[] = [];
  const skipped: Skipped[] = [];
  for (const { place, refusals } of judged) {
    const { id: resourceId, name: resourceName } = place.resource;
    const isFree = refusals.length === 0 || isLifted(refusals, override);
    if (isFree && resourceIds.length < groupMost) resourceIds.push(resourceId);
    else
      skipped.push({ resourceId, resourceName, because: isFree ? tooMany : sentenceOf(refusals, place, at) });
  }
  return { resourceIds, skipped };
}

const tooMany = `One request holds at most ${groupMost}. Hold the others by another.`;

function sentenceOf(refusals: readonly BookingRefusal[], { timeZone }: Place, at: EpochMs): string {
  const clock = localClock(timeZone, at);
  return refusals.map((refusal) => refusalSentence(refusal, clock)).join(' ');
}
