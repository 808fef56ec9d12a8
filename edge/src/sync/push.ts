import type { Fact } from '@lintel/core/sync/wire.ts';
import { factsAcknowledged } from '@lintel/core/sync/wire.ts';
import type { Logger } from 'pino';
import type { Service } from '../service.ts';
import { type CloudAccess, callCloud } from './cloud.ts';

/** Looks again this often even when nothing told it to: news may be lost, facts may not. */
const lookAgainMs = 5_000;
const answerMostMs = 20_000;

export type PushPorts = {
  readonly next: () => readonly Fact[];
  readonly acknowledge: (seq: number) => Promise<unknown>;
  readonly untilNews: (lengthMs: number, signal: AbortSignal) => Promise<void>;
};

/** Posts the outbox in order, a batch at a time, and keeps what the cloud acknowledged. A post that failed is posted again; the cloud knows repeats. */
export function createPush(access: CloudAccess, ports: PushPorts, log: Logger): Service {
  return {
    name: 'outbox',
    backoffMostMs: 5_000,
    run: async (signal) => {
      while (!signal.aborted) {
        const facts = ports.next();
        if (facts.length === 0) await ports.untilNews(lookAgainMs, signal);
        else await post(access, ports, facts, signal, log);
      }
    },
  };
}

async function post(
  access: CloudAccess,
  ports: PushPorts,
  facts: readonly Fact[],
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  const response = await callCloud(access, '/site/facts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ incarnation: access.incarnation(), facts }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerMostMs)]),
  });
  const { seq, dead } = factsAcknowledged.parse(await response.json());
  if (dead.length > 0) log.warn({ dead }, 'the cloud keeps facts it could not apply');
  await ports.acknowledge(seq);
}
