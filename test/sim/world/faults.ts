import { hourMs, minuteMs } from '@lintel/core/time.ts';
import { declareLost } from '../../../cloud/src/sync/declare-lost.ts';
import { fair } from '../box/uplink.ts';
import { trimFeed } from '../cloud/store/feed.ts';
import type { Chance } from '../machine/chance.ts';
import { insist } from './callers.ts';
import { someSite } from './wishes.ts';
import type { SimSite, World } from './world.ts';

const secondMs = 1_000;

/** What goes wrong, each kind about so often in a simulated day, at both sites together. */
export const perDay = {
  cut: 18,
  'bad weather': 8,
  'box crash': 18,
  'box power loss': 10,
  'clock wrong': 6,
  'cloud crash': 10,
  failover: 3,
  'box restored': 1,
  'box replaced': 0.8,
  'box cloned': 0.8,
  'box lost': 0.8,
  'quarantine ended': 1,
  'feed trimmed': 4,
} as const;

export type FaultKind = keyof typeof perDay;

/** Lets one thing of this kind go wrong. What it breaks it also mends, some time later. */
export function fail(world: World, kind: FaultKind, chance: Chance): void {
  const site = someSite(world, chance);
  world.story.count(`fault ${kind}`);
  world.story.tell(`FAULT ${kind} (${site.box.name})`);
  faults[kind](world, site, chance);
}

const faults: Readonly<Record<FaultKind, (world: World, site: SimSite, chance: Chance) => void>> = {
  cut: (world, { uplink }, chance) => {
    const { weather } = uplink;
    const way = chance.weighted({ both: 3, up: 1, down: 1 });
    if (way !== 'down') weather.upCut = true;
    if (way !== 'up') weather.downCut = true;
    world.agenda.after(chance.wait(40 * minuteMs, 4 * hourMs), () => {
      weather.upCut = false;
      weather.downCut = false;
      world.story.tell('the line is back');
    });
  },
  'bad weather': (world, { uplink }, chance) => {
    Object.assign(uplink.weather, { delayMs: 20 * secondMs, loss: 0.05, doubling: 0.2 });
    world.agenda.after(chance.wait(20 * minuteMs, hourMs), () => {
      const { delayMs, loss, doubling } = fair();
      Object.assign(uplink.weather, { delayMs, loss, doubling });
    });
  },
  'box crash': (world, { box }, chance) => {
    if (!box.isUp) return;
    box.crashWithin(chance.between(1, 60));
    world.agenda.after(chance.wait(5 * minuteMs, hourMs), () => {
      box.crash();
      world.agenda.after(chance.wait(30 * secondMs), () => startAgain(world, box));
    });
  },
  'box power loss': (world, { box }, chance) => {
    box.losePower();
    world.agenda.after(chance.wait(5 * minuteMs, hourMs), () => startAgain(world, box));
  },
  'clock wrong': (world, { box }, chance) => {
    box.clock.set(chance.between(-3 * hourMs, 3 * hourMs), chance.between(-500, 500));
    world.agenda.after(chance.wait(90 * minuteMs, 6 * hourMs), () => {
      box.clock.set(chance.between(-2_000, 2_000), chance.between(-50, 50));
    });
  },
  'cloud crash': (world, _site, chance) => {
    const { cloud, agenda } = world;
    if (!cloud.isUp) return;
    cloud.crashWithin(chance.between(1, 300));
    agenda.after(chance.wait(2 * minuteMs), () => {
      if (cloud.replica.isBehind) return;
      cloud.crash();
      agenda.after(chance.wait(20 * secondMs), () => void (cloud.isUp || cloud.start()));
    });
  },
  failover: (world, _site, chance) => {
    const { cloud, agenda, build, observer } = world;
    if (!cloud.isUp || cloud.replica.isBehind) return;
    cloud.replica.fallBehind(cloud.store, build.isStandbySynchronous);
    agenda.after(chance.wait(5 * minuteMs, 40 * minuteMs), () => {
      const isNewHistory = cloud.takeOver(cloud.replica.promote());
      observer.cloudReplaced(world);
      void cloud.start(isNewHistory);
    });
  },
  'feed trimmed': (world, { siteId }) => {
    const { cloud } = world;
    if (cloud.isUp) void cloud.inTx('house', async ({ store }) => trimFeed(store, siteId, 15));
  },
  'box restored': (world, site, chance) => {
    const { box } = site;
    if (!box.isUp) return;
    const backup = world.file(`backup-${world.agenda.steps}.db`);
    box.parts.disk.copyTo(backup);
    const { identity } = box;
    world.agenda.after(chance.wait(90 * minuteMs, 5 * hourMs), () => {
      if (site.box !== box) return;
      world.story.tell(`${box.name} is restored from a backup`);
      box.losePower();
      box.parts.disk.restoreFrom(backup, 'the restore tool');
      box.identity = identity;
      world.observer.boxLost(world, site);
      box.start();
    });
  },
  'box replaced': (world, site, chance) => {
    const old = site.box;
    const isDead = chance.maybe(0.5);
    if (isDead) {
      old.losePower();
      old.parts.disk.wipe();
      world.observer.boxLost(world, site);
    }
    world.agenda.after(chance.wait(20 * minuteMs, 2 * hourMs), () => {
      if (site.box !== old) return;
      // One that was only given up for dead goes on, and people go on standing before it.
      if (!isDead) site.retired.push(old);
      site.box = world.newBox(site);
      world.story.tell(`${old.name} is replaced by ${site.box.name}`);
      site.box.start();
    });
  },
  'box lost': (world, site, chance) => {
    const old = site.box;
    const isSwitchedOff = chance.maybe(0.5);
    if (isSwitchedOff) {
      old.losePower();
      old.parts.disk.wipe();
      world.observer.boxLost(world, site);
    }
    world.agenda.after(chance.wait(20 * minuteMs, hourMs), () => {
      if (site.box === old) void giveUp(world, site, isSwitchedOff);
    });
    world.agenda.after(chance.wait(2 * hourMs, 6 * hourMs) + hourMs, () => {
      if (site.box !== old) return;
      if (!isSwitchedOff) site.retired.push(old);
      site.box = world.newBox(site);
      world.story.tell(`${old.name} is lost, ${site.box.name} comes in its place`);
      site.box.start();
    });
  },
  'quarantine ended': (world, site) => {
    const { box, retired, siteId } = site;
    const isOver = !box.isServing || box.position().quarantineUntil <= box.now();
    // A director answers for what is lost, and would not while the other box is still at work.
    if (isOver || retired.some(({ isUp }) => isUp) || !world.cloud.isUp) return;
    void world.cloud.inTx('person', async ({ line }) => {
      const { box: accepted } = await line.lockSite(siteId);
      if (accepted?.incarnation !== box.position().incarnation) return;
      const ended = { kind: 'quarantine_ended', incarnation: accepted.incarnation } as const;
      await line.publish(siteId, world.now(), [ended]);
      world.observer.forgo(world, site);
      world.story.count('quarantine ended by a director');
    });
  },
  'box cloned': (world, site, chance) => {
    if (!site.box.isUp || !site.box.identity || site.retired.length > 0) return;
    const clone = world.cloneOf(site);
    site.retired.push(clone);
    world.story.tell(`${site.box.name} is cloned as ${clone.name}`);
    clone.start();
    world.agenda.after(chance.wait(3 * hourMs, 8 * hourMs), () => clone.crash());
  },
};

/** A director gives the box up, again and again until the cloud has heard it. */
async function giveUp(world: World, site: SimSite, isSwitchedOff: boolean): Promise<void> {
  const { siteId } = site;
  const said = await insist(world, 'declare lost', () =>
    world.cloud.inTx('person', async ({ line, calendar }) => {
      const lost = await declareLost(line, calendar, siteId, { isSwitchedOff, by: 'Director' }, world.now());
      if (lost.kind === 'lost' && lost.isTakenOver) world.observer.forgo(world, site);
      return lost;
    }),
  );
  world.story.count(`declared lost${isSwitchedOff ? ', switched off' : ''}: ${said?.kind}`);
}

function startAgain(world: World, box: SimSite['box']): void {
  if (world.sites.some((site) => site.box === box)) box.start();
}
