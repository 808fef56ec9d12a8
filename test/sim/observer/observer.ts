import type { Booking } from '@lintel/core/bookings/booking.ts';
import { heldSpan, holdsSlot } from '@lintel/core/bookings/booking.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import { ownerOf } from '@lintel/core/sync/horizon.ts';
import { epochMs } from '@lintel/core/time.ts';
import { findBooking as findAtBox, listBookings } from '../../../edge/src/bookings/store.ts';
import type { InputOf, OperationName } from '../../../edge/src/database/operations.ts';
import type { Store } from '../../../edge/src/database/store.ts';
import type { SimBox } from '../box/sim-box.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { findBooking as findAtCloud } from '../cloud/store/bookings.ts';
import { readSite } from '../cloud/store/feed.ts';
import { findPlace } from '../cloud/store/places.ts';
import type { Doing } from '../cloud/transactions.ts';
import type { Story } from '../machine/story.ts';
import type { SimSite, World } from '../world/world.ts';
import { Chains } from './chains.ts';
import { Findings, type Invariant } from './findings.ts';
import { Promises } from './promises.ts';
import { noteTouched, takeTouched } from './touched.ts';
import { Truth } from './truth.ts';
import type { BoxWatch, CloudWatch } from './watch.ts';
import { nameOf, tellBooking } from './words.ts';

const own: readonly OperationName[] = [
  'bookHere',
  'changeHere',
  'holdDesks',
  'releaseNoShow',
  'checkInByTap',
];

/** Sees every commit of every store at the moment it happens, and says which invariant it broke. */
export class Observer implements BoxWatch, CloudWatch {
  readonly findings: Findings;
  readonly truth: Truth;
  readonly promises: Promises;
  readonly chains: Chains;
  readonly #story: Story;
  #cloud: SimCloud | undefined;
  #world: World | undefined;

  constructor(story: Story, waived: readonly Invariant[] = []) {
    this.#story = story;
    this.findings = new Findings(story, waived);
    this.truth = new Truth(this.findings);
    this.promises = new Promises(this.findings, this.truth);
    this.chains = new Chains(this.findings);
  }

  /** Whose boxes they are. */
  look(world: World): void {
    this.#world = world;
  }

  readonly attach = (process: SimBox | SimCloud): void => {
    noteTouched(process.store);
    if ('hearing' in process) this.#cloud = process;
  };

  readonly fault = (where: string, error: unknown): void => {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.findings.add('no fault of the program', `${where}: ${said}`);
  };

  readonly committed = <Name extends OperationName>(
    process: SimBox | SimCloud,
    what: Name | Doing,
    _input?: InputOf<Name>,
  ): void => {
    if ('hearing' in process) this.#cloudCommitted(process, what as Doing);
    else this.#boxCommitted(process, what as Name);
  };

  #boxCommitted(box: SimBox, name: OperationName): void {
    const { horizonAt } = box.position();
    const side = { name: box.name, horizonAt, isBox: true, isGivenUp: this.isGivenUp(box) };
    for (const id of takeTouched(box.store)) {
      const booking = findAtBox(box.store, id as BookingId);
      if (!booking) continue;
      const before = this.truth.find(booking.id);
      if (own.includes(name))
        this.#checkRegion(box.name, booking, before, ownerOf(heldSpan(booking), horizonAt) === 'site');
      this.truth.learn(booking, side);
      this.#story.tell(`${box.name} ${name}: ${tellBooking(booking)}`);
    }
    this.#checkHorizon(box);
    this.chains.boxCommitted(box, name, this.#cloud);
  }

  #cloudCommitted(cloud: SimCloud, doing: Doing): void {
    for (const id of takeTouched(cloud.store)) {
      const booking = findAtCloud(cloud.store, id as BookingId);
      const place = booking && findPlace(cloud.store, booking.resourceId);
      if (!booking || !place) continue;
      const before = this.truth.find(booking.id);
      if (doing !== 'site')
        this.#checkRegion('the cloud', booking, before, booking.holdsFrom >= place.ownFrom);
      this.truth.learn(booking, { name: 'the cloud', horizonAt: place.horizonAt, isBox: false });
      this.#story.tell(`the cloud (${doing}): ${tellBooking(booking)}`);
    }
    for (const siteId of this.chains.cloudCommitted(cloud, doing)) {
      const site = this.#world?.sites.find((one) => one.siteId === siteId);
      if (this.#world && site) this.boxLost(this.#world, site);
    }
  }

  /** Whether the cloud has accepted another box for its site since. */
  isGivenUp({ identity }: SimBox): boolean {
    if (!this.#cloud || !identity) return false;
    return readSite(this.#cloud.store, identity.siteId).epoch > identity.epoch;
  }

  /** Who writes a slot newly must own it. Giving it back, and what holds nothing, harms nobody. */
  #checkRegion(who: string, booking: Booking, before: Booking | undefined, isTheirs: boolean): void {
    const isWider =
      !before ||
      !holdsSlot(before) ||
      before.resourceId !== booking.resourceId ||
      booking.holdsFrom < before.holdsFrom ||
      booking.holdsUntil > before.holdsUntil;
    if (isTheirs || !holdsSlot(booking) || !isWider) return;
    this.findings.add('nobody writes outside their region', `${who} wrote ${tellBooking(booking)}`);
  }

  #checkHorizon(box: SimBox): void {
    if (!this.#cloud || !box.identity) return;
    const { generation, horizonAt } = box.position();
    const cloud = readSite(this.#cloud.store, box.identity.siteId);
    if (generation !== cloud.generation || horizonAt <= cloud.horizonAt) return;
    this.findings.add(
      'the box never ahead of the cloud',
      `${box.name} has ${horizonAt}, the cloud ${cloud.horizonAt}`,
    );
  }

  /** Whether everything that people at this site were told is still in the cloud or in one of its boxes. */
  checkKept({ cloud }: World, site: SimSite): void {
    const inBoxes = boxReader(site);
    const versionIn = (id: BookingId) => newest([findAtCloud(cloud.store, id), ...inBoxes(id)])?.version ?? 0;
    this.promises.check(site.siteId, versionIn);
  }

  /** The store of a box is gone, or back as it was long ago, and everybody knows it: what only it had is lost, and its slots are not to be sold. */
  boxLost({ cloud }: World, site: SimSite): void {
    const isHere = (booking: Booking) => findPlace(cloud.store, booking.resourceId)?.siteId === site.siteId;
    const inBoxes = boxReader({ ...site, retired: [] });
    const survivorOf = (id: BookingId) => newest([findAtCloud(cloud.store, id), ...inBoxes(id)]);
    const count = this.truth.lose(isHere, survivorOf);
    for (const { booking, lost } of this.truth.all()) if (lost) this.promises.excuse(booking.id);
    if (count > 0)
      this.#story.tell(`${count} bookings of ${nameOf(site.siteId)} are known to nobody any more`);
  }

  /** A director has answered for what was lost at a site. */
  forgo({ cloud }: World, { siteId }: SimSite): void {
    this.truth.forgo(({ resourceId }) => findPlace(cloud.store, resourceId)?.siteId === siteId);
  }

  /** The cloud goes on from what another server had. What only the old one had and nobody was told of never happened. */
  cloudReplaced({ cloud, sites }: World): void {
    this.chains.begin();
    const inBoxes = sites.map(boxReader);
    const survivorOf = (id: BookingId) =>
      newest([findAtCloud(cloud.store, id), ...inBoxes.flatMap((read) => read(id))]);
    const isUntold = (booking: Booking) => !this.promises.has(booking.id);
    this.truth.lose(isUntold, survivorOf);
    this.truth.forgo(isUntold);
  }
}

/** What each machine of a site has of a booking. */
function boxReader({ box, retired }: SimSite): (id: BookingId) => readonly Booking[] {
  const all = [box, ...retired].map(
    ({ parts }) =>
      parts.disk.peek((store) => new Map(listAllBookings(store).map((one) => [one.id, one]))) ?? new Map(),
  );
  return (id) => all.flatMap((bookings) => bookings.get(id) ?? []);
}

function listAllBookings(store: Store): readonly Booking[] {
  return listBookings(store, { startsAt: epochMs(0), endsAt: epochMs(253_402_300_799_999) });
}

function newest(all: readonly (Booking | undefined)[]): Booking | undefined {
  return all.filter((one) => one !== undefined).sort((a, b) => b.version - a.version)[0];
}
