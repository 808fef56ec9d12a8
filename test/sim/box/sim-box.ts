import { randomUUID } from 'node:crypto';
import type { OperatorId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { Changes } from '../../../edge/src/changes.ts';
import {
  type InputOf,
  type OperationName,
  operations,
  type ResultOf,
} from '../../../edge/src/database/operations.ts';
import type { Store } from '../../../edge/src/database/store.ts';
import { incarnationOf } from '../../../edge/src/setup/enrol.ts';
import type { Identity } from '../../../edge/src/setup/identity.ts';
import { CloudRefused } from '../../../edge/src/sync/cloud.ts';
import { ensureIncarnation, findPosition } from '../../../edge/src/sync/position.ts';
import type { Agenda } from '../machine/agenda.ts';
import type { Chance } from '../machine/chance.ts';
import { Life } from '../machine/life.ts';
import type { Story } from '../machine/story.ts';
import { WallClock } from '../machine/wall-clock.ts';
import type { BoxWatch } from '../observer/watch.ts';
import type { Disk } from './disk.ts';
import { runServices } from './services.ts';
import { LineDown, type Uplink } from './uplink.ts';

/** Runs one operation of the box in its one transaction, as the writer thread does. What goes in and comes out is what `operations` says. */
export type RunOperation = (store: Store, name: OperationName, input: unknown) => unknown;

export const runOperation: RunOperation = (store, name, input) =>
  store.client
    .transaction(() => (operations[name] as (store: Store, input: unknown) => unknown)(store, input))
    .immediate();

export type BoxParts = {
  readonly name: string;
  readonly operatorId: OperatorId;
  readonly siteId: SiteId;
  readonly disk: Disk;
  readonly uplink: Uplink;
  readonly agenda: Agenda;
  readonly chance: Chance;
  readonly story: Story;
  readonly watch: BoxWatch;
  readonly run: RunOperation;
};

/** One box: the product's operations and services on a store of its own, under a clock of its own, with a life that may end at any breath. */
export class SimBox {
  readonly parts: BoxParts;
  readonly clock: WallClock;
  readonly changes = new Changes();
  /** What `box.json` says. */
  identity: Identity | undefined;
  readonly publicKey: string;
  #life: Life | undefined;
  #isServing = false;

  constructor(parts: BoxParts, publicKey: string = randomUUID()) {
    this.parts = parts;
    this.publicKey = publicKey;
    this.clock = new WallClock(parts.agenda);
  }

  get name(): string {
    return this.parts.name;
  }

  get isUp(): boolean {
    return this.#life !== undefined && !this.#life.ended;
  }

  /** Whether its screens answer. */
  get isServing(): boolean {
    return this.isUp && this.#isServing;
  }

  /** The life that runs now; throws when the box is down. */
  get life(): Life {
    if (!this.#life || this.#life.ended) throw new Error(`${this.name} is down`);
    return this.#life;
  }

  get store(): Store {
    return this.parts.disk.store;
  }

  now(): EpochMs {
    return this.clock.now();
  }

  start(code?: string): void {
    if (this.isUp) return;
    const { agenda, chance, disk, story, watch, name } = this.parts;
    const life = new Life(name, agenda, chance);
    this.#life = life;
    this.#isServing = false;
    life.onEnd(() => this.#down('crashed'));
    const store = disk.open();
    store.client.transaction(() => ensureIncarnation(store)).immediate();
    watch.attach(this);
    story.tell(`${name} starts`);
    void this.#boot(life, code);
  }

  /** As the product's start: a code is spent when the box is nobody yet, or has to register anew. */
  async #boot(life: Life, code: string | undefined): Promise<void> {
    await this.run('bindMachine', { machine: this.name });
    const body = { kind: 'box_started', version: 'simulated', bootId: life.name } as const;
    await this.run('recordFact', { body, at: this.now() });
    const isWanted = !this.identity || this.position().needsRegistration;
    try {
      if (code && isWanted) await this.#enrol(code);
    } catch (error) {
      if (!(error instanceof LineDown) && !(error instanceof CloudRefused)) throw error;
      this.parts.story.tell(`${this.name} was not enrolled: ${error.message}`);
    }
    if (life.ended) return;
    this.#isServing = true;
    runServices(this, life);
  }

  /** Ends the process where it stands. */
  crash(): void {
    this.#life?.end();
  }

  /** It will end at one of its next breaths. */
  crashWithin(breaths: number): void {
    this.#life?.dieWithin(breaths);
  }

  losePower(): void {
    const life = this.#life;
    this.#life = undefined;
    this.parts.disk.losePower();
    life?.end();
    this.parts.story.tell(`${this.name} loses power`);
  }

  /** What resolves is on disk. It may die before it begins and before it says so. */
  async run<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<ResultOf<Name>> {
    const { life, parts } = this;
    await life.breathe();
    const result = parts.run(this.store, name, input) as ResultOf<Name>;
    parts.watch.committed(this, name, input);
    this.changes.tell('facts');
    await life.breathe();
    return result;
  }

  /** Enrols with a code, as a start of the product does: the cloud's answer, then the store, then who it is. */
  async #enrol(code: string): Promise<void> {
    const { life, parts } = this;
    const { operatorId, siteId, uplink, story, name } = parts;
    const incarnation = incarnationOf(`${code}\n${this.publicKey}`);
    const answer = await uplink.enrol({ code, publicKey: this.publicKey, incarnation }, life);
    await this.run('rechain', { incarnation, epoch: answer.epoch });
    this.identity = { operatorId, siteId, siteName: name, epoch: answer.epoch };
    story.tell(`${name} is enrolled, epoch ${answer.epoch}`);
  }

  position() {
    return findPosition(this.store);
  }

  #down(how: string): void {
    this.parts.disk.crash();
    this.parts.story.tell(`${this.name} ${how}`);
  }
}
