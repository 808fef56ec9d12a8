import type { FeedLine } from '@lintel/core/sync/wire.ts';
import type { Agenda } from '../machine/agenda.ts';
import type { Chance } from '../machine/chance.ts';
import type { Life } from '../machine/life.ts';
import type { Story } from '../machine/story.ts';
import { LineDown, type Weather } from './uplink.ts';

export type Carriage = {
  /** The box's: it reads no more. */
  readonly signal: AbortSignal;
  /** The cloud's: whoever read is gone. */
  readonly gone: AbortController;
  /** Of the cloud process that sends. */
  readonly life: Life;
  readonly weather: Weather;
  readonly agenda: Agenda;
  readonly chance: Chance;
  readonly story: Story;
};

/** How long a connection outlives a cut before both ends take it for dead. */
const heldMostMs = 240_000;
const lookMs = 5_000;
const encoder = new TextEncoder();

/** Carries the lines of a stream as one connection does: in order, late, held up by a cut, and broken by a long one or by chance. */
export function carry(lines: AsyncGenerator<FeedLine>, carriage: Carriage): ReadableStream<Uint8Array> {
  const { signal, gone, life, weather, agenda, chance, story } = carriage;
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let waiting = '';
  let lastAtMs = 0;
  let isOver = false;

  const end = (error: Error | undefined) => {
    if (isOver) return;
    isOver = true;
    if (error) controller?.error(error);
    else controller?.close();
    // The far end learns of it when a message gets through, and by its own timeout otherwise.
    agenda.after(weather.upCut ? heldMostMs : chance.between(5, weather.delayMs), () => gone.abort());
  };
  const arrive = (sinceMs: number) => {
    if (isOver || waiting === '') return;
    if (weather.downCut) {
      if (agenda.nowMs - sinceMs > heldMostMs) return end(new LineDown('the connection broke'));
      agenda.after(lookMs, () => arrive(sinceMs));
      return;
    }
    controller?.enqueue(encoder.encode(waiting));
    waiting = '';
  };
  const send = (line: FeedLine) => {
    if (chance.maybe(weather.loss / 10)) {
      story.count('stream broke');
      return end(new LineDown('the connection broke'));
    }
    const isFirst = waiting === '';
    waiting += `${JSON.stringify(line)}\n`;
    if (!isFirst) return;
    lastAtMs = Math.max(lastAtMs, agenda.nowMs + chance.between(5, weather.delayMs));
    agenda.at(lastAtMs, () => arrive(agenda.nowMs));
  };
  signal.addEventListener('abort', () => end(signal.reason), { once: true });
  // A process that dies has its connections reset; a machine that goes dark says nothing.
  if (chance.maybe(0.7))
    life.onEnd(() => agenda.after(50, () => end(new LineDown('the connection was reset'))));
  void pump(lines, send, end, () => isOver);
  return new ReadableStream<Uint8Array>({
    start: (made) => {
      controller = made;
    },
    cancel: () => end(undefined),
  });
}

async function pump(
  lines: AsyncGenerator<FeedLine>,
  send: (line: FeedLine) => void,
  end: (error: Error | undefined) => void,
  isOver: () => boolean,
): Promise<void> {
  try {
    for await (const line of lines) {
      if (isOver()) return;
      send(line);
    }
    end(undefined);
  } catch (error) {
    end(error instanceof Error ? error : new Error(String(error)));
  }
}
