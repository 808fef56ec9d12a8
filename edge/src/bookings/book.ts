import { createHash } from 'node:crypto';
import type { Booking, BookingPurpose, BookingSource } from '@lintel/core/bookings/booking.ts';
import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import { heldOf, upgradeFor } from '@lintel/core/bookings/judge.ts';
import type { Charge } from '@lintel/core/bookings/price.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import type { BookingId, GroupId, ResourceId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { type Asker, judgeHere } from './judge-here.ts';
import { notOursToTake } from './ours.ts';
import { reasonDespite } from './override.ts';
import { listPlans } from './rules-store.ts';
import { findBooking, listGroup } from './store.ts';
import { writeOwn } from './write.ts';

/** A reason against a booking, and of which of the wanted resources it speaks. */
export type Reason = { readonly resourceId: ResourceId; readonly refusal: BookingRefusal };

/** The plan under which the wish would have been booked. */
export type Upgrade = NonNullable<ReturnType<typeof upgradeFor>>;

export type OwnWish = {
  readonly requestId: string;
  /** All of them or none. */
  readonly resourceIds: readonly [ResourceId, ...ResourceId[]];
  readonly span: Span;
  readonly title: string;
  readonly people: number;
  readonly purpose: BookingPurpose;
  readonly asker: Asker;
  readonly source: BookingSource;
  /** Staff's reason to book against rules that may be overridden. */
  readonly override?: string | undefined;
  /** The span was worked out from the moment of asking: asked again it is the same wish, though that has moved. */
  readonly fromNow?: boolean | undefined;
  readonly by: string;
  readonly why: string;
  readonly at: EpochMs;
};

/** What a wish becomes. A repeated request is answered by what it made; made and given up since, or another wish under its id, is not booked. */
export type Booked =
  | { readonly kind: 'kept'; readonly bookings: readonly [Booking, ...Booking[]] }
  | { readonly kind: 'refused'; readonly reasons: readonly Reason[]; readonly upgrade?: Upgrade | undefined }
  | { readonly kind: 'unknown_resource' }
  | { readonly kind: 'unknown_holder' }
  | { readonly kind: 'cancelled_since'; readonly state: Booking['state'] }
  | { readonly kind: 'request_id_used' };

/**
 * Books at the site itself, needing no link: judged and written, with its facts, in the caller's one transaction. The first booking's id is the request's, so the same request is
 * the same booking. Only what ends by the horizon, with its preparation, is the site's to write.
 */
export function bookHere(store: Store, wish: OwnWish): Booked {
  const known = findBooking(store, id<BookingId>(wish.requestId));
  if (known) return answerAgain(store, known, wish);

  const drafted = draft(store, wish);
  if (drafted.kind !== 'drafted') return drafted;
  const { bookings, reasons } = drafted;
  const against = reasons.map(({ refusal }) => refusal);
  const why = reasonDespite(against, wish.override, wish.why);
  const [first, ...others] = bookings;
  if (why === undefined || !first) return { kind: 'refused', reasons, upgrade: upgradeOf(store, wish) };

  const writes = bookings.map((after) => ({ before: undefined, after }));
  if (writeOwn(store, writes, { by: wish.by, why, at: wish.at }) === 'overlap')
    return { kind: 'refused', reasons: allTaken(wish) };
  return { kind: 'kept', bookings: [first, ...others] };
}

type Drafted = {
  readonly kind: 'drafted';
  readonly bookings: readonly Booking[];
  readonly reasons: readonly Reason[];
};

/** Every booking of the wish with everything against it; each is judged as if those before it were booked. A span that makes no sense gives none. */
function draft(
  store: Store,
  wish: OwnWish,
): Drafted | { readonly kind: 'unknown_resource' | 'unknown_holder' } {
  const bookings: Booking[] = [];
  const reasons: Reason[] = [];
  for (const resourceId of wish.resourceIds) {
    const judged = judgeHere(store, { ...wish, resourceId, beside: bookings });
    if (judged.kind !== 'judged') return judged;
    const { refusals, charge } = judged.verdict;
    reasons.push(...refusals.map((refusal) => ({ resourceId, refusal })));
    if (isNonsense(refusals)) continue;
    const held = heldOf(judged.wish.resource, wish.span);
    reasons.push(...notOursToTake(store, held).map((refusal) => ({ resourceId, refusal })));
    bookings.push(bookingOf(wish, { resourceId, held, charge }));
  }
  return { kind: 'drafted', bookings, reasons };
}

/** What no calendar can be asked about. */
export function isNonsense(refusals: readonly BookingRefusal[]): boolean {
  return refusals.some(({ kind }) => kind === 'ends_before_start' || kind === 'too_far_away');
}

function bookingOf(
  wish: OwnWish,
  { resourceId, held, charge }: { resourceId: ResourceId; held: Span; charge: Charge },
): Booking {
  const { requestId, resourceIds, span, asker, title, people, purpose, source, at } = wish;
  const index = resourceIds.indexOf(resourceId);
  return {
    id: index === 0 ? id<BookingId>(requestId) : idBeside(requestId, resourceId),
    resourceId,
    ...holderOf(asker),
    title,
    purpose,
    people,
    startsAt: span.startsAt,
    endsAt: span.endsAt,
    holdsFrom: held.startsAt,
    holdsUntil: held.endsAt,
    state: 'confirmed',
    version: 1,
    source,
    bookedAt: at,
    charge,
    ...(resourceIds.length > 1 ? { groupId: id<GroupId>(requestId) } : {}),
  };
}

function holderOf(asker: Asker): Pick<Booking, 'holderId'> {
  return 'holderId' in asker && asker.holderId ? { holderId: asker.holderId } : {};
}

/** The id of a request's further bookings: the same for the same request and resource (RFC 9562 §5.8, a UUID of our own making). */
function idBeside(requestId: string, resourceId: ResourceId): BookingId {
  const hex = createHash('sha256').update(`${requestId} ${resourceId}`).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return id<BookingId>([...parts, hex.slice(20, 32)].join('-'));
}

/** Only for one resource: of several, no single plan is the answer. */
function upgradeOf(store: Store, wish: OwnWish): Upgrade | undefined {
  const [resourceId, ...others] = wish.resourceIds;
  const judged = others.length === 0 ? judgeHere(store, { ...wish, resourceId }) : undefined;
  return judged?.kind === 'judged' ? upgradeFor(judged.wish, listPlans(store)) : undefined;
}

function allTaken({ resourceIds, span }: OwnWish): readonly Reason[] {
  const refusal: BookingRefusal = { kind: 'taken', until: span.endsAt, bookingIds: [] };
  return resourceIds.map((resourceId) => ({ resourceId, refusal }));
}

function answerAgain(store: Store, known: Booking, wish: OwnWish): Booked {
  const all = known.groupId ? listGroup(store, known.groupId) : [known];
  if (!isSameWish(known, all, wish)) return { kind: 'request_id_used' };
  if (!holdsSlot(known)) return { kind: 'cancelled_since', state: known.state };
  return { kind: 'kept', bookings: [known, ...all.filter((one) => one.id !== known.id)] };
}

/** What was booked may have been moved, shortened or given to another since; what the wish was is told by what does not change, and by the rest while it stands as booked. */
function isSameWish(known: Booking, all: readonly Booking[], wish: OwnWish): boolean {
  if (known.source !== wish.source || all.length !== wish.resourceIds.length) return false;
  if (known.version > 1) return true;
  const isThen = wish.fromNow || (known.startsAt === wish.span.startsAt && known.endsAt === wish.span.endsAt);
  return (
    isThen &&
    known.holderId === holderOf(wish.asker).holderId &&
    known.purpose === wish.purpose &&
    wish.resourceIds.every((wanted) => all.some(({ resourceId }) => resourceId === wanted))
  );
}
