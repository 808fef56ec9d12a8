import type { Presented } from '@lintel/core/doors/presented.ts';
import type { DoorId } from '@lintel/core/ids.ts';
import type { Logger } from 'pino';
import type { Changes } from '../changes.ts';
import type { Service } from '../service.ts';
import type { DeviceState, Reader } from './ports.ts';

/** What one reader may have waiting. A reader that babbles delays itself, never the other doors. */
const waitingMost = 8;

export type ReaderView = {
  readonly id: string;
  readonly driver: string;
  readonly state: DeviceState;
  readonly why?: string;
};

type Entrance = {
  readonly reader: Reader;
  readonly doorId: DoorId;
  state: DeviceState;
  why: string | undefined;
  waiting: number;
  dropped: number;
  turn: Promise<void>;
};

/** Answers one presentation: `answerTap` over the box's ports. */
export type AnswerAt = (
  doorId: DoorId,
  tap: { readonly readerId: string; readonly presented: Presented },
) => Promise<'granted' | 'refused'>;

/** The readers at this box's doors. Each answers its own presentations in order and independently of the others. */
export class Entrances {
  readonly #entrances: readonly Entrance[];
  readonly #answer: AnswerAt;
  readonly #changes: Changes;
  readonly #log: Logger;

  constructor(
    readers: readonly { readonly reader: Reader; readonly doorId: DoorId }[],
    answer: AnswerAt,
    { changes, log }: { readonly changes: Changes; readonly log: Logger },
  ) {
    this.#answer = answer;
    this.#changes = changes;
    this.#log = log;
    this.#entrances = readers.map(({ reader, doorId }) => ({
      reader,
      doorId,
      state: 'offline',
      why: undefined,
      waiting: 0,
      dropped: 0,
      turn: Promise.resolve(),
    }));
  }

  readersOf(doorId: DoorId): readonly ReaderView[] {
    return this.#entrances
      .filter((entrance) => entrance.doorId === doorId)
      .map(({ reader, state, why }) => ({
        id: reader.id,
        driver: reader.driver,
        state,
        ...(why ? { why } : {}),
      }));
  }

  /** Readers that are away, and presentations left unanswered because one sent more than its door could answer, as sentences. */
  trouble(): readonly string[] {
    const away = this.#entrances
      .filter(({ state }) => state === 'offline')
      .map(({ reader, why }) => `The reader ${reader.id} does not answer${why ? `: ${why}` : '.'}`);
    const dropped = this.#entrances.reduce((sum, entrance) => sum + entrance.dropped, 0);
    if (dropped === 0) return away;
    return [
      ...away,
      `${dropped} presentations were not answered: a reader sends more than its door can answer. Look at its wiring.`,
    ];
  }

  services(): readonly Service[] {
    return this.#entrances.map((entrance) => ({
      name: `reader ${entrance.reader.id}`,
      run: (signal) =>
        entrance.reader.run(signal, {
          state: (state, why) => {
            entrance.state = state;
            entrance.why = why;
            this.#changes.tell('doors');
          },
          presented: (presented) => this.#enqueue(entrance, presented),
        }),
    }));
  }

  #enqueue(entrance: Entrance, presented: Presented): void {
    if (entrance.waiting >= waitingMost) {
      entrance.dropped += 1;
      return;
    }
    entrance.waiting += 1;
    entrance.turn = entrance.turn.then(() => this.#answerOne(entrance, presented));
  }

  async #answerOne(entrance: Entrance, presented: Presented): Promise<void> {
    const { reader, doorId } = entrance;
    try {
      reader.feedback?.(await this.#answer(doorId, { readerId: reader.id, presented }));
    } catch (error) {
      this.#log.error({ reader: reader.id, doorId, err: error }, 'a tap was not answered with an open door');
      reader.feedback?.('refused');
    } finally {
      entrance.waiting -= 1;
    }
  }
}
