import type { Ask, AskAnswer } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { recordFact } from './record.ts';
import { hasAnswered, keepAnswer } from './store.ts';

export type Question = {
  readonly requestId: string;
  readonly ask: Ask;
  readonly at: EpochMs;
};

/**
 * Answers a question of the cloud once: the answer, what it changed and the fact that carries it up are on disk together. Asked again it changes nothing, for the fact is
 * on its way or has arrived. `undecided` when the box may not answer; the cloud asks again.
 */
export function answerAsk(
  store: Store,
  { requestId, ask, at }: Question,
  decideAsk: (store: Store, ask: Ask, at: EpochMs) => AskAnswer | undefined,
): 'answered' | 'repeated' | 'undecided' {
  if (hasAnswered(store, requestId)) return 'repeated';

  const answer = decideAsk(store, ask, at);
  if (!answer) return 'undecided';
  keepAnswer(store, requestId, answer, at);
  recordFact(store, { kind: 'ask_answered', requestId, answer }, at);
  return 'answered';
}
