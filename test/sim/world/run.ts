import { hourMs, minuteMs } from '@lintel/core/time.ts';
import { advanceHorizon } from '../../../cloud/src/sync/horizon.ts';
import { fair } from '../box/uplink.ts';
import type { Chance } from '../machine/chance.ts';
import { withSeededIds } from '../machine/seeded-crypto.ts';
import type { Finding } from '../observer/findings.ts';
import { checkHealed } from '../observer/healed.ts';
import { type FaultKind, fail, perDay } from './faults.ts';
import { offer, series } from './house-acts.ts';
import { bookInPortal, cancelInPortal, changeInPortal, releaseInCloud } from './portal-acts.ts';
import { bookAtConsole, changeAtSite, holdDesksAtConsole, walkIn } from './site-acts.ts';
import { lookAfter } from './staff.ts';
import { type Build, horizonHours, product, World } from './world.ts';

export type Outcome = {
  readonly seed: string;
  readonly steps: number;
  readonly bookings: number;
  readonly promised: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  readonly traceHash: string;
  /** The last of what happened, in words. */
  readonly story: readonly string[];
};

export type Terms = {
  readonly build?: Build | undefined;
  readonly simulatedHours?: number | undefined;
  /** Hears every line of the story as it is told. */
  readonly listen?: ((line: string) => void) | undefined;
};

const dayMs = 24 * hourMs;

/** How often people do what, in a simulated day at both sites together. */
const actsPerDay = {
  portal: [900, bookInPortal],
  change: [700, changeInPortal],
  cancel: [240, cancelInPortal],
  'walk-in': [300, walkIn],
  console: [340, bookAtConsole],
  'site change': [600, changeAtSite],
  'hold desks': [10, holdDesksAtConsole],
  release: [150, releaseInCloud],
  offer: [40, offer],
  series: [12, series],
} as const satisfies Record<string, readonly [number, (world: World, chance: Chance) => Promise<void>]>;

/** Plays one history from its seed: a day of people and faults, then quiet, in which everything has to come right. Ends at the first broken invariant. */
export async function play(
  seed: string,
  { build = product, simulatedHours = 12, listen }: Terms = {},
): Promise<Outcome> {
  const world = new World(seed, build, listen);
  return await withSeededIds(world.chance.branch('ids'), async () => {
    try {
      await live(world, simulatedHours);
      const { agenda, observer, story } = world;
      return {
        seed,
        steps: agenda.steps,
        bookings: observer.truth.size,
        promised: observer.promises.size,
        counts: story.counts,
        findings: observer.findings.all,
        traceHash: story.traceHash,
        story: story.last(60),
      };
    } finally {
      world.end();
    }
  });
}

async function live(world: World, simulatedHours: number): Promise<void> {
  const { agenda, observer } = world;
  const isSound = () => observer.findings.all.length === 0;
  void world.cloud.start();
  for (const site of world.sites) {
    site.box.start();
    lookAfter(world, site);
  }
  moveHorizons(world);
  await agenda.runUntil(10 * minuteMs, isSound);
  setPeopleGoing(world);
  setFaultsGoing(world);
  watchPromises(world);
  await agenda.runUntil(simulatedHours * hourMs, isSound);
  if (!isSound()) return;
  quieten(world);
  // Between two moves of the horizon.
  await agenda.runUntil((simulatedHours + horizonHours + 1.5) * hourMs - 5 * minuteMs, isSound);
  if (isSound()) checkHealed(world);
}

function setPeopleGoing(world: World): void {
  for (const [name, [times, act]] of Object.entries(actsPerDay)) {
    const chance = world.chance.branch(name);
    again(world, dayMs / times, chance, () => {
      act(world, chance).catch((error: unknown) => world.observer.fault(name, error));
    });
  }
}

function setFaultsGoing(world: World): void {
  for (const [kind, times] of Object.entries(perDay) as [FaultKind, number][]) {
    const chance = world.chance.branch(kind);
    again(world, dayMs / times, chance, () => fail(world, kind, chance));
  }
}

/** Now and then, as long as the world is not quiet. */
function again(world: World, meanMs: number, chance: Chance, work: () => void): void {
  world.agenda.after(chance.wait(meanMs), () => {
    if (world.isQuiet) return;
    work();
    again(world, meanMs, chance, work);
  });
}

/** The product's clock work: every half minute, at the pace of the simulation. */
function moveHorizons(world: World): void {
  const { agenda, cloud } = world;
  const { prove } = cloud.parts;
  agenda.after(10 * minuteMs, () => {
    for (const siteId of new Set(cloud.streams.values()))
      if (cloud.isUp)
        void cloud.inTx('house', ({ line }) =>
          advanceHorizon(line, siteId, cloud.now(), horizonHours, prove),
        );
    moveHorizons(world);
  });
}

function watchPromises(world: World): void {
  world.agenda.after(20 * minuteMs, () => {
    for (const site of world.sites) world.observer.checkKept(world, site);
    watchPromises(world);
  });
}

/** Everything is mended and left to itself. */
function quieten(world: World): void {
  const { sites, cloud, agenda, story } = world;
  world.isQuiet = true;
  story.tell('everything is mended and quiet');
  for (const { uplink, box, retired } of sites) {
    Object.assign(uplink.weather, { ...fair(), upCut: false, downCut: false, loss: 0, doubling: 0 });
    box.clock.set(0, 0);
    for (const one of retired) one.crash();
  }
  const mend = () => {
    if (!cloud.isUp) void cloud.start();
    for (const { box } of sites) if (!box.isUp) box.start();
    agenda.after(30 * minuteMs, mend);
  };
  agenda.after(15 * minuteMs, mend);
}
