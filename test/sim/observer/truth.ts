import type { Booking } from '@lintel/core/bookings/booking.ts';
import { heldSpan, holdsSlot } from '@lintel/core/bookings/booking.ts';
import type { BookingId, ResourceId } from '@lintel/core/ids.ts';
import { type EpochMs, overlaps } from '@lintel/core/time.ts';
import type { Findings } from './findings.ts';
import { tellBooking } from './words.ts';

type Entry = {
  readonly booking: Booking;
  /** Who wrote it first. */
  readonly by: string;
  /** The site holds its part of a span that crosses the horizon; it is a booking once the cloud has committed its own. */
  readonly isHalf: boolean;
  /** Its store is gone and nobody else had it. Whoever was told still has it, so its slot is not to be sold. `survivor` is what is left of it. */
  readonly lost?: { readonly survivor: Booking | undefined } | undefined;
};

export type Side = {
  readonly name: string;
  readonly horizonAt: EpochMs;
  readonly isBox: boolean;
  /** The cloud has another box for this site by now: nobody will ever hear of what this one writes but those who stand before it. */
  readonly isGivenUp?: boolean | undefined;
};

/**
 * The merged history of both sides: of each booking the highest version that anybody ever committed. Only an observer who sees all stores at once can know it.
 */
export class Truth {
  readonly #entries = new Map<BookingId, Entry>();
  readonly #ofResource = new Map<ResourceId, Set<BookingId>>();
  readonly #findings: Findings;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  find(id: BookingId): Booking | undefined {
    return this.#entries.get(id)?.booking;
  }

  get size(): number {
    return this.#entries.size;
  }

  all(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  /** One side has committed this. */
  learn(booking: Booking, side: Side): void {
    if (side.isGivenUp) return this.#learnFromGivenUp(booking, side);
    const known = this.#entries.get(booking.id);
    const before = known?.lost ? known.lost.survivor : known?.booking;
    if (before && booking.version < before.version) return;
    if (known && before && booking.version === before.version)
      return known.lost ? undefined : this.#learnAgain(known, booking, side);
    if (before && rank[booking.state] < rank[before.state])
      this.#findings.add('nothing is undone unseen', `${tellBooking(before)} became ${tellBooking(booking)}`);
    const stood = known?.isHalf ? undefined : before;
    const isHalf = side.isBox && isNewlyHeld(booking, stood) && booking.holdsUntil > side.horizonAt;
    this.#put({ booking, by: side.name, isHalf });
    if (!isHalf && isNewlyHeld(booking, stood)) this.#checkSlot(booking, side.name);
  }

  /** Stores are gone: what only they had cannot be told any more. `survivorOf` is what the others have. */
  lose(siteOf: (booking: Booking) => boolean, survivorOf: (id: BookingId) => Booking | undefined): number {
    let count = 0;
    for (const entry of this.all()) {
      if (entry.lost || !siteOf(entry.booking)) continue;
      const survivor = survivorOf(entry.booking.id);
      if (survivor && survivor.version >= entry.booking.version) continue;
      this.#entries.set(entry.booking.id, { ...entry, lost: { survivor } });
      count++;
    }
    return count;
  }

  /** Nobody relies on what was lost there any more: a director has answered for it, or it was never told to anybody. */
  forgo(isForgone: (booking: Booking) => boolean): number {
    const forgone = this.all().filter(({ booking, lost }) => lost && isForgone(booking));
    for (const { booking, by, lost } of forgone) {
      this.#entries.delete(booking.id);
      this.#ofResource.get(booking.resourceId)?.delete(booking.id);
      if (lost?.survivor) this.#put({ booking: lost.survivor, by, isHalf: false });
    }
    return forgone.length;
  }

  /** Whoever is told by a box that was given up has it all the same: its slot is not to be sold. */
  #learnFromGivenUp(booking: Booking, side: Side): void {
    const known = this.#entries.get(booking.id);
    const survivor = known?.lost ? known.lost.survivor : known?.booking;
    if (known && booking.version <= known.booking.version) return;
    this.#put({ booking, by: side.name, isHalf: false, lost: { survivor } });
    if (isNewlyHeld(booking, known?.booking)) this.#checkSlot(booking, side.name);
  }

  #learnAgain(known: Entry, booking: Booking, side: Side): void {
    if (contentOf(known.booking) !== contentOf(booking)) {
      const both = `${known.by} has ${tellBooking(known.booking)}, ${side.name} has ${tellBooking(booking)}`;
      return this.#findings.add('one version, one content', both);
    }
    if (!known.isHalf || side.isBox) return;
    this.#put({ ...known, isHalf: false });
    if (holdsSlot(booking)) this.#checkSlot(booking, known.by);
  }

  #put(entry: Entry): void {
    const { booking } = entry;
    const before = this.#entries.get(booking.id);
    if (before) this.#ofResource.get(before.booking.resourceId)?.delete(booking.id);
    this.#entries.set(booking.id, entry);
    if (!holdsSlot(booking)) return;
    const beside = this.#ofResource.get(booking.resourceId) ?? new Set();
    this.#ofResource.set(booking.resourceId, beside.add(booking.id));
  }

  #checkSlot(booking: Booking, by: string): void {
    for (const id of this.#ofResource.get(booking.resourceId) ?? []) {
      const other = this.#entries.get(id);
      if (!other || id === booking.id || other.isHalf || !holdsSlot(other.booking)) continue;
      if (!overlaps(heldSpan(other.booking), heldSpan(booking))) continue;
      const first = `${tellBooking(other.booking)} (by ${other.by}${other.lost ? ', lost since' : ''})`;
      this.#findings.add('no two bookings of one slot', `${first} and ${tellBooking(booking)} (by ${by})`);
    }
  }
}

/** The life of a booking goes one way. */
const rank: Readonly<Record<Booking['state'], number>> = {
  requested: 0,
  confirmed: 1,
  checked_in: 2,
  ended: 3,
  released: 3,
  refused: 3,
  cancelled: 3,
};

/** Whether it takes anything that it did not hold as it stood before. */
function isNewlyHeld(booking: Booking, before: Booking | undefined): boolean {
  if (!holdsSlot(booking)) return false;
  if (!before || !holdsSlot(before) || before.resourceId !== booking.resourceId) return true;
  return booking.holdsFrom < before.holdsFrom || booking.holdsUntil > before.holdsUntil;
}

/** What two sides must agree on when they have the same version. */
export function contentOf(booking: Booking): string {
  const { resourceId, holderId, startsAt, endsAt, holdsFrom, holdsUntil, state, purpose, people, title } =
    booking;
  const { includedMs, creditCents, amount } = booking.charge;
  const place = [resourceId, holderId, startsAt, endsAt, holdsFrom, holdsUntil];
  return JSON.stringify([...place, state, purpose, people, title, includedMs, creditCents, amount]);
}
