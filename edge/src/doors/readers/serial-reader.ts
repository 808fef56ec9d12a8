import type { Presented } from '@lintel/core/doors/presented.ts';
import type { Feedback, Reader, ReaderListener } from '../ports.ts';
import { Debounce } from './debounce.ts';
import type { FrameParser, Framing, Said } from './framing.ts';
import { LineClosed, type SerialLine } from './serial-line.ts';
import { ToldState } from './told-state.ts';

/** Any reader on a serial line: what it says is found by its framing, told once, and its state is kept. */
export class SerialReader implements Reader {
  readonly id: string;
  readonly driver: string;
  readonly #framing: Framing;
  readonly #line: SerialLine;
  readonly #debounce: Debounce;
  #parser: FrameParser;
  #listener: ReaderListener | undefined;
  #state: ToldState | undefined;
  #idle: NodeJS.Timeout | undefined;
  #silent: NodeJS.Timeout | undefined;

  constructor(id: string, driver: string, line: SerialLine, framing: Framing) {
    this.id = id;
    this.driver = driver;
    this.#line = line;
    this.#framing = framing;
    this.#debounce = new Debounce(framing.debounceMs);
    this.#parser = framing.parser();
  }

  async run(signal: AbortSignal, listener: ReaderListener): Promise<void> {
    if (this.#listener) throw new Error(`the reader ${this.id} is running already`);
    this.#listener = listener;
    this.#state = new ToldState(listener);
    try {
      await this.#line.run(signal, {
        opened: () => this.#opened(),
        received: (bytes) => this.#received(bytes),
        closed: (why) => this.#closed(why),
      });
    } finally {
      this.#clearTimers();
      this.#listener = undefined;
      this.#state = undefined;
    }
  }

  feedback(feedback: Feedback): void {
    const bytes = this.#framing.feedback?.(feedback);
    if (!bytes || !this.#line.isOpen) return;
    this.#line.send(bytes).catch((error: unknown) => {
      // A light that stays dark is no fault of the tap; the line itself says that it is away.
      if (!(error instanceof LineClosed)) throw error;
    });
  }

  #opened(): void {
    this.#parser = this.#framing.parser();
    if (this.#framing.silentMaxMs === undefined) this.#state?.tell('online');
    else this.#awaitWord(this.#framing.silentMaxMs);
  }

  #received(bytes: Uint8Array): void {
    clearTimeout(this.#idle);
    this.#tell(this.#parser.push(bytes));
    if (this.#parser.isMidFrame) this.#awaitRest();
  }

  #closed(why: string): void {
    this.#clearTimers();
    this.#state?.tell('offline', why);
  }

  #tell(said: readonly Said[]): void {
    if (said.length > 0 && this.#framing.silentMaxMs !== undefined) {
      this.#awaitWord(this.#framing.silentMaxMs);
      this.#state?.tell('online');
    }
    const presented = said.filter((one): one is Presented => one.kind !== 'alive');
    for (const one of presented) {
      if (this.#debounce.isFresh(one, performance.now())) this.#listener?.presented(one);
    }
  }

  /** A timer that comes late says that this process was held up, not that the line was silent: then the rest may be waiting to be read. */
  #awaitRest(): void {
    const { idleMs } = this.#framing;
    const armedMs = performance.now();
    this.#idle = setTimeout(() => {
      if (performance.now() - armedMs > idleMs * 1.5) this.#awaitRest();
      else this.#tell(this.#parser.reset());
    }, idleMs);
  }

  #awaitWord(silentMaxMs: number): void {
    clearTimeout(this.#silent);
    this.#silent = setTimeout(() => {
      const seconds = Math.round(silentMaxMs / 1000);
      this.#state?.tell(
        'offline',
        `The reader has said nothing for ${seconds} s. Check its power and its cable.`,
      );
    }, silentMaxMs);
  }

  #clearTimers(): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#silent);
  }
}
