import { randomUUID } from 'node:crypto';
import type { OperatorId, SiteId } from '@lintel/core/ids.ts';
import { factsPosted } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { CalendarPorts } from '../../../cloud/src/bookings/ports.ts';
import { untilSettled } from '../../../cloud/src/bookings/until-settled.ts';
import { takenProblem } from '../../../cloud/src/sync/answers.ts';
import { beginEpoch } from '../../../cloud/src/sync/begin-epoch.ts';
import type { FeedPosition } from '../../../cloud/src/sync/follow-feed.ts';
import type { ProveHorizon } from '../../../cloud/src/sync/line.ts';
import { raiseHorizon } from '../../../cloud/src/sync/recover.ts';
import { type Posted, type Taken, takeFacts } from '../../../cloud/src/sync/take-facts.ts';
import type { Store } from '../../../edge/src/database/store.ts';
import type { Answered, Claims } from '../box/uplink.ts';
import type { Agenda } from '../machine/agenda.ts';
import type { Chance } from '../machine/chance.ts';
import { Life } from '../machine/life.ts';
import type { Story } from '../machine/story.ts';
import type { WallClock } from '../machine/wall-clock.ts';
import type { CloudWatch } from '../observer/watch.ts';
import type { CloudBuild } from './build.ts';
import { applyFactsOf } from './effects.ts';
import { openStream } from './feed.ts';
import { Hearing } from './hearing.ts';
import { Replica } from './replica.ts';
import { readSite } from './store/feed.ts';
import { listSites } from './store/places.ts';
import { cloudStoreFrom } from './store/schema.ts';
import { type CloudTx, type Doing, type Transactions, transactionsOf } from './transactions.ts';

export type CloudParts = {
  readonly operatorId: OperatorId;
  readonly horizonHours: number;
  readonly prove: ProveHorizon;
  readonly clock: WallClock;
  readonly agenda: Agenda;
  readonly chance: Chance;
  readonly story: Story;
  readonly watch: CloudWatch;
  readonly build: CloudBuild;
};

/** One cloud process and its database: the product's verbs on the calendar and line of one operator, with a life that may end at any breath. */
export class SimCloud {
  readonly parts: CloudParts;
  readonly streams = new Map<string, SiteId>();
  readonly replica = new Replica();
  store: Store;
  hearing: Hearing;
  #life: Life;
  #tx: Transactions | undefined;
  #serving = false;

  constructor(parts: CloudParts, store: Store) {
    this.parts = parts;
    this.store = store;
    const { operatorId, agenda, chance } = parts;
    this.hearing = new Hearing(operatorId, agenda, chance);
    this.#life = new Life('the cloud', agenda, chance);
    this.#life.end();
  }

  get life(): Life {
    return this.#life;
  }

  /** Whether it answers requests. */
  get isUp(): boolean {
    return this.#serving && !this.#life.ended;
  }

  now(): EpochMs {
    return this.parts.clock.now();
  }

  inTx<T>(doing: Doing, work: (tx: CloudTx) => Promise<T>): Promise<T> {
    if (!this.#tx) throw new Error('the cloud was never started');
    return this.#tx.inTx(doing, work);
  }

  /** What the product's verbs are given. */
  portsFor(doing: Doing): CalendarPorts {
    return {
      now: () => this.now(),
      inCalendar: (_operatorId, work) => this.inTx(doing, ({ calendar }) => work(calendar)),
      untilSettled: (operatorId, siteId, requestId, isSettled) =>
        untilSettled(this.hearing, operatorId, siteId, requestId, isSettled, this.#life.pace),
      newId: randomUUID,
      lostRace: () => this.parts.story.count('race lost at the database'),
    };
  }

  /** `reconcile`: a new generation has begun, and is settled before anybody is served. */
  async start(reconcile = false): Promise<void> {
    const { operatorId, agenda, chance, story, watch, build } = this.parts;
    const life = new Life('the cloud', agenda, chance);
    this.#life = life;
    this.hearing.end();
    this.hearing = new Hearing(operatorId, agenda, chance);
    this.streams.clear();
    const { hearing, store, replica } = this;
    life.onEnd(() => {
      hearing.end();
      this.#serving = false;
      story.tell('the cloud is down');
    });
    this.#tx = transactionsOf({
      operatorId,
      store,
      life,
      now: () => this.now(),
      ports: build.ports,
      committed: (doing, told) => {
        hearing.carry(told);
        watch.committed(this, doing);
        replica.committed(store, doing);
      },
    });
    watch.attach(this);
    if (reconcile) await this.#reconcile();
    this.#serving = true;
    story.tell('the cloud answers');
  }

  crash(): void {
    this.#life.end();
  }

  crashWithin(breaths: number): void {
    this.#life.dieWithin(breaths);
  }

  /** Another server takes over with what it has of this one's history, which so begins a new generation. Answers whether it did. */
  takeOver(bytes: Buffer): boolean {
    this.#life.end();
    this.store.close();
    this.store = cloudStoreFrom(bytes);
    return this.parts.build.beginGeneration(this.store, randomUUID());
  }

  async takePost(claims: Claims, text: string): Promise<Answered> {
    const turned = await this.#admit(claims);
    if (turned) return turned;
    const posted: Posted = { ...factsPosted.parse(JSON.parse(text)), epoch: claims.epoch };
    const { siteId } = claims;
    const taken = await this.inTx('site', ({ line, calendar }) =>
      takeFacts(line, siteId, posted, this.now(), applyFactsOf(calendar, siteId)),
    );
    return answerTo(taken);
  }

  async openFeed(claims: Claims, from: FeedPosition, gone: AbortSignal) {
    const turned = await this.#admit(claims);
    if (turned) return turned;
    return { lines: await openStream(this, claims.siteId, from, gone), life: this.#life };
  }

  async takeEnrolment(wanted: { code: string; publicKey: string; incarnation: string }): Promise<Answered> {
    const { horizonHours, prove } = this.parts;
    const { publicKey, incarnation } = wanted;
    const epoch = await this.inTx('house', async ({ line, store }) => {
      type Code = { readonly siteId: SiteId; readonly isUsed: number };
      const sql = 'SELECT site_id AS "siteId", is_used AS "isUsed" FROM enrolment_code WHERE code = ?';
      const code = store.get<Code>(sql, wanted.code);
      if (!code) return undefined;
      if (code.isUsed) {
        const { box, epoch: present, outbox } = await line.lockSite(code.siteId);
        const isSame = box?.publicKey === publicKey && box.incarnation === incarnation;
        return isSame && outbox.seq === 0 ? present : undefined;
      }
      store.run('UPDATE enrolment_code SET is_used = 1 WHERE code = ?', wanted.code);
      const terms = { horizonHours, prove };
      return await beginEpoch(line, code.siteId, { publicKey, incarnation }, this.now(), terms);
    });
    if (epoch === undefined) return problem(409, 'code_used');
    return { status: 201, body: JSON.stringify({ epoch }) };
  }

  /** As the product admits a box (cloud/src/sync/box-token.ts), signatures taken as read. */
  async #admit({ siteId, epoch, publicKey, incarnation }: Claims): Promise<Answered | undefined> {
    await this.#life.breathe();
    const state = readSite(this.store, siteId);
    if (!state.box) return state.epoch > epoch ? problem(401, 'epoch_over') : problem(401, 'unproven');
    if (epoch < state.epoch) return problem(401, 'epoch_over');
    if (epoch > state.epoch || publicKey !== state.box.publicKey) return problem(401, 'unproven');
    return this.parts.build.isAccepted(incarnation, state.box.incarnation)
      ? undefined
      : problem(409, 'quarantined');
  }

  async #reconcile(): Promise<void> {
    const { horizonHours, prove } = this.parts;
    for (const siteId of listSites(this.store))
      await this.inTx('house', ({ line }) => raiseHorizon(line, siteId, this.now(), horizonHours, prove));
  }
}

function answerTo(taken: Taken): Answered {
  switch (taken.kind) {
    case 'acknowledged':
      return { status: 200, body: JSON.stringify({ seq: taken.seq, hash: taken.hash, dead: taken.dead }) };
    case 'epoch_over':
      return problem(401, 'epoch_over');
    case 'gap':
      return { status: 409, body: JSON.stringify(takenProblem(taken)) };
    default:
      return problem(409, taken.kind);
  }
}

function problem(status: number, kind: string): Answered {
  return { status, body: JSON.stringify({ kind, sentence: kind }) };
}
