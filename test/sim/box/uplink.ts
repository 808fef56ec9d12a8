import { enrolled } from '@lintel/core/sync/wire.ts';
import { z } from 'zod';
import type { Identity } from '../../../edge/src/setup/identity.ts';
import { accepted, type CloudLine } from '../../../edge/src/sync/cloud.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Agenda } from '../machine/agenda.ts';
import type { Chance } from '../machine/chance.ts';
import type { Life } from '../machine/life.ts';
import type { Story } from '../machine/story.ts';
import type { SimBox } from './sim-box.ts';
import { carry } from './stream.ts';

/** There is no answer to be had: the address does not answer, or the connection broke. */
export class LineDown extends Error {
  override readonly name = 'LineDown';
}

/** What the line between a site and the cloud is like just now. */
export type Weather = {
  upCut: boolean;
  downCut: boolean;
  /** Of each message, at most. */
  delayMs: number;
  loss: number;
  doubling: number;
};

export const fair = (): Weather => ({
  upCut: false,
  downCut: false,
  delayMs: 120,
  loss: 0.002,
  doubling: 0.01,
});

type Answer = { readonly status: number; readonly body: string };

/** The line from one site to the cloud. It delays, loses, doubles and reorders what is posted, and may be cut in either direction. */
export class Uplink {
  readonly weather: Weather = fair();
  readonly #cloud: SimCloud;
  readonly #agenda: Agenda;
  readonly #chance: Chance;
  readonly #story: Story;

  constructor(cloud: SimCloud, agenda: Agenda, chance: Chance, story: Story) {
    this.#cloud = cloud;
    this.#agenda = agenda;
    this.#chance = chance;
    this.#story = story;
  }

  /** The box's own way to its cloud, in the name it has now. */
  lineOf(box: SimBox, identity: Identity, life: Life): CloudLine {
    const incarnation = () => box.position().incarnation;
    const claims = () => ({
      siteId: identity.siteId,
      epoch: identity.epoch,
      incarnation: incarnation(),
      publicKey: box.publicKey,
    });
    const call: CloudLine['call'] = async (path, init) => {
      await life.breathe();
      const signal = init.signal ?? new AbortController().signal;
      const asked = claims();
      if (path.startsWith('/site/feed'))
        return await accepted(path, await this.#openFeed(asked, path, signal));
      const text = z.string().parse(init.body);
      const answer = await this.#ask(signal, () => this.#cloud.takePost(asked, text), 'post');
      return await accepted(path, new Response(answer.body, { status: answer.status }));
    };
    return {
      identity,
      incarnation,
      call: (path, init) => life.lasting(call(path, init)),
      pace: life.pace,
    };
  }

  async enrol(
    wanted: { readonly code: string; readonly publicKey: string; readonly incarnation: string },
    life: Life,
  ): Promise<{ readonly epoch: number }> {
    const late = new AbortController();
    life.pace.after(15_000, () => late.abort(new LineDown('no answer to the enrolment')));
    const asked = this.#ask(late.signal, () => this.#cloud.takeEnrolment(wanted), 'enrolment');
    const answer = await life.lasting(asked);
    const response = await accepted('/site/enrol', new Response(answer.body, { status: answer.status }));
    return enrolled.pick({ epoch: true }).parse(await response.json());
  }

  async #openFeed(asked: Claims, path: string, signal: AbortSignal): Promise<Response> {
    const query = new URLSearchParams(path.split('?')[1]);
    const from = { generation: query.get('generation') ?? '', cursor: Number(query.get('cursor')) };
    const gone = new AbortController();
    const opened = await this.#ask(signal, () => this.#cloud.openFeed(asked, from, gone.signal), 'feed');
    if ('status' in opened) return new Response(opened.body, { status: opened.status });
    const parts = { agenda: this.#agenda, chance: this.#chance, story: this.#story, weather: this.weather };
    return new Response(carry(opened.lines, { signal, gone, life: opened.life, ...parts }));
  }

  /** One request and its answer. What is lost is never answered; the caller gives up by its signal. */
  #ask<T>(signal: AbortSignal, serve: () => Promise<T>, what: string): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      if (this.weather.upCut && this.#chance.maybe(0.5)) {
        this.#agenda.after(this.#delay(), () => reject(new LineDown('nobody answers')));
        return;
      }
      if (this.#isLost('upCut')) return this.#story.count(`${what} lost`);
      const deliver = (isFirst: boolean) => {
        if (!this.#cloud.isUp) {
          if (isFirst) reject(new LineDown('the cloud is down'));
          return;
        }
        serve().then(
          (answer) => isFirst && this.#back(() => resolve(answer), what),
          (error) => isFirst && this.#back(() => reject(error), what),
        );
      };
      this.#agenda.after(this.#delay(), () => deliver(true));
      if (what === 'post' && this.#chance.maybe(this.weather.doubling)) {
        this.#story.count('post doubled');
        this.#agenda.after(this.#delay() + this.#chance.wait(5_000, 20_000), () => deliver(false));
      }
    });
  }

  #back(then: () => void, what: string): void {
    if (this.#isLost('downCut')) return this.#story.count(`answer to ${what} lost`);
    this.#agenda.after(this.#delay(), then);
  }

  #isLost(direction: 'upCut' | 'downCut'): boolean {
    return this.weather[direction] || this.#chance.maybe(this.weather.loss);
  }

  #delay(): number {
    return this.#chance.between(5, this.weather.delayMs);
  }
}

/** Whom a request claims to come from; the simulation forges no signatures. */
export type Claims = {
  readonly siteId: Identity['siteId'];
  readonly epoch: number;
  readonly incarnation: string;
  readonly publicKey: string;
};

export type Answered = Answer;
