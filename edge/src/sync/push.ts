import type { Fact } from '@lintel/core/sync/wire.ts';
import { factsAcknowledged } from '@lintel/core/sync/wire.ts';
import type { Logger } from 'pino';
import type { Service } from '../service.ts';
import { type CloudLine, CloudRefused } from './cloud.ts';

/** Looks again this often even when nothing told it to: news may be lost, facts may not. */
const lookAgainMs = 5_000;
const answerMostMs = 20_000;

export type PushPorts = {
  readonly next: () => readonly Fact[];
  readonly acknowledge: (seq: number) => Promise<unknown>;
  /** Takes back what was acknowledged from this fact on; false when that cannot be. */
  readonly sendAgainFrom: (seq: number) => Promise<boolean>;
  readonly untilNews: (lengthMs: number, signal: AbortSignal) => Promise<void>;
  /** Why the cloud, which answers, does not take the facts; absent once it does. */
  readonly complain: (why: string | undefined) => void;
};

/** The cloud acknowledged a fact that was not among those posted: its history of this box is another one. Nothing leaves the outbox. */
export class ForeignAcknowledgement extends Error {
  override readonly name = 'ForeignAcknowledgement';
}

/** Posts the outbox in order, a batch at a time, and keeps what the cloud acknowledged. A post that failed is posted again; the cloud knows repeats. */
export function createPush(cloud: CloudLine, ports: PushPorts, log: Logger): Service {
  return {
    name: 'outbox',
    backoffMostMs: 5_000,
    run: async (signal) => {
      while (!signal.aborted) {
        const facts = ports.next();
        if (facts.length === 0) await ports.untilNews(lookAgainMs, signal);
        else await postOrComplain(cloud, ports, facts, signal, log);
      }
    },
  };
}

async function postOrComplain(...all: Parameters<typeof post>): Promise<void> {
  const [, ports] = all;
  try {
    await post(...all);
  } catch (error) {
    const goesOnWith = error instanceof CloudRefused && error.kind === 'gap' ? error.expected : undefined;
    if (goesOnWith !== undefined && (await ports.sendAgainFrom(goesOnWith))) return;
    const isRefused = error instanceof CloudRefused || error instanceof ForeignAcknowledgement;
    if (isRefused) ports.complain(error.message);
    throw error;
  }
  ports.complain(undefined);
}

async function post(
  cloud: CloudLine,
  ports: PushPorts,
  facts: readonly Fact[],
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  const { seq, hash, dead } = await inTime(cloud, signal, async (stop) => {
    const response = await cloud.call('/site/facts', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ incarnation: cloud.incarnation(), facts }),
      signal: stop,
    });
    return factsAcknowledged.parse(await response.json());
  });
  if (!facts.some((fact) => fact.seq === seq && fact.hash === hash)) {
    throw new ForeignAcknowledgement(`it acknowledges a fact ${seq} that this box did not send.`);
  }
  if (dead.length > 0) log.warn({ dead }, 'the cloud keeps facts it could not apply');
  await ports.acknowledge(seq);
}

/** Gives the request up when its answer takes too long, its body too. */
async function inTime<Answer>(
  { pace }: CloudLine,
  signal: AbortSignal,
  ask: (stop: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const late = new AbortController();
  const cancel = pace.after(answerMostMs, () => late.abort(new Error('The cloud did not answer in time.')));
  try {
    return await ask(AbortSignal.any([signal, late.signal]));
  } finally {
    cancel();
  }
}
