import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { Disk, type OpenStore } from '../box/disk.ts';
import { type RunOperation, runOperation, SimBox } from '../box/sim-box.ts';
import { Uplink } from '../box/uplink.ts';
import { type CloudBuild, productCloud } from '../cloud/build.ts';
import { SimCloud } from '../cloud/sim-cloud.ts';
import { newCloudStore } from '../cloud/store/schema.ts';
import { Agenda } from '../machine/agenda.ts';
import { Chance } from '../machine/chance.ts';
import { Story } from '../machine/story.ts';
import { WallClock } from '../machine/wall-clock.ts';
import type { Invariant } from '../observer/findings.ts';
import { Observer } from '../observer/observer.ts';
import { furnish, operatorId, siteIds } from './house.ts';

/** The parts of which a mutation may take another build. */
export type Build = {
  readonly cloud: CloudBuild;
  readonly openStore?: OpenStore | undefined;
  readonly runOperation: RunOperation;
  /** Whether the standby has what people are told before they are told it. */
  readonly isStandbySynchronous: boolean;
  /** Invariants that this build does not claim to keep, so that what follows from their loss is seen. */
  readonly waived?: readonly Invariant[] | undefined;
};

export const product: Build = { cloud: productCloud, runOperation, isStandbySynchronous: true };

/** How far ahead of now the sites own their calendars: shorter than in the product, so that everything crosses it often. */
export const horizonHours = 4;

/** A site: its line, the box that works there, and the machines that once did. */
export type SimSite = {
  readonly siteId: SiteId;
  readonly uplink: Uplink;
  box: SimBox;
  readonly retired: SimBox[];
};

/** Everything there is in one simulation, from one seed. */
export class World {
  readonly agenda = new Agenda();
  readonly chance: Chance;
  readonly story: Story;
  readonly observer: Observer;
  readonly cloud: SimCloud;
  readonly sites: readonly SimSite[];
  readonly build: Build;
  readonly #folder: string;
  #machines = 0;
  /** Nobody does anything and nothing fails any more. */
  isQuiet = false;

  constructor(seed: string, build: Build, listen?: (line: string) => void) {
    this.build = build;
    this.chance = new Chance(seed);
    this.story = new Story(this.agenda, listen);
    this.observer = new Observer(this.story, build.waived);
    this.#folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'lintel-sim-'));
    this.cloud = this.#makeCloud();
    this.sites = siteIds.map((siteId, nth) => {
      const chance = this.chance.branch(`line ${nth}`);
      const uplink = new Uplink(this.cloud, this.agenda, chance, this.story);
      return { siteId, uplink, box: this.#makeBox(siteId, uplink), retired: [] };
    });
    this.observer.look(this);
  }

  now(): EpochMs {
    return this.cloud.now();
  }

  /** The path of a file of this world's own. */
  file(name: string): string {
    return join(this.#folder, name);
  }

  /** Another machine for a site, empty. */
  newBox(site: SimSite): SimBox {
    return this.#makeBox(site.siteId, site.uplink);
  }

  /** A machine with the keys of another: what a copied card makes of it. */
  cloneOf(site: SimSite): SimBox {
    const clone = this.#makeBox(site.siteId, site.uplink, site.box.publicKey);
    site.box.parts.disk.copyTo(clone.parts.disk.path);
    clone.identity = site.box.identity;
    return clone;
  }

  end(): void {
    for (const { box, retired } of this.sites) for (const one of [box, ...retired]) one.crash();
    this.cloud.crash();
    this.cloud.store.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #makeCloud(): SimCloud {
    const { agenda, story, observer } = this;
    const store = newCloudStore();
    furnish(store);
    const parts = {
      operatorId,
      horizonHours,
      prove: async () => 'simulated',
      clock: new WallClock(agenda),
      agenda,
      chance: this.chance.branch('cloud'),
      story,
      watch: observer,
      build: this.build.cloud,
    };
    return new SimCloud(parts, store);
  }

  #makeBox(siteId: SiteId, uplink: Uplink, publicKey?: string): SimBox {
    const { agenda, story, observer, build } = this;
    const nth = ++this.#machines;
    const name = `box ${nth}`;
    const disk = new Disk(this.file(`box-${nth}.db`), build.openStore);
    const chance = this.chance.branch(name);
    const parts = { name, operatorId, siteId, disk, uplink, agenda, chance, story, watch: observer };
    return new SimBox({ ...parts, run: build.runOperation }, publicKey ?? this.chance.id());
  }
}
