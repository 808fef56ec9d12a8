import type { FeedLine } from '@lintel/core/sync/wire.ts';
import { feedLine } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Logger } from 'pino';
import type { Service } from '../service.ts';
import type { Question } from './answer.ts';
import type { FeedBody, FeedChange, Snapshot } from './apply.ts';
import { type CloudLine, CloudRefused } from './cloud.ts';
import { linesOf } from './lines.ts';
import type { Link } from './link.ts';
import type { Position } from './position.ts';
import { readBody } from './read-body.ts';

/** Longest silence on an open feed before it is begun again; the cloud's heartbeat comes every few seconds. */
const silenceMostMs = 15_000;

/** What following the feed needs from the box. The keepers resolve once it is on disk. */
export type PullPorts = {
  readonly position: () => Position;
  readonly now: () => EpochMs;
  readonly applyChanges: (changes: readonly FeedChange[], at: EpochMs) => Promise<unknown>;
  readonly applySnapshot: (snapshot: Snapshot, at: EpochMs) => Promise<unknown>;
  readonly answerAsk: (question: Question) => Promise<unknown>;
  /** Stops this box from writing the calendar, on disk, until it is enrolled again. */
  readonly standDown: () => Promise<unknown>;
  /** Called at the hello and at each heartbeat, which has no round trip of its own: the hello's is how quick this stream is. */
  readonly hearTime: (cloudAt: EpochMs, roundTripMs: number) => void;
};

/** Follows the cloud's feed from the cursor on disk. Whatever breaks, the next try starts from what is on disk. */
export function createPull(cloud: CloudLine, ports: PullPorts, link: Link, log: Logger): Service {
  return {
    name: 'feed',
    backoffMostMs: 5_000,
    run: async (signal) => {
      try {
        await follow(cloud, ports, link, signal, log);
      } catch (error) {
        if (isTurnedAway(error) && !ports.position().needsRegistration) await ports.standDown();
        if (!signal.aborted) link.lost(error instanceof Error ? error.message : String(error));
        throw error;
      }
      link.lost('The cloud ended the stream.');
    },
  };
}

/** Another box was enrolled for this site, or this is not the store that was: both would write one calendar (design §2). */
function isTurnedAway(error: unknown): boolean {
  return error instanceof CloudRefused && (error.kind === 'epoch_over' || error.kind === 'quarantined');
}

async function follow(
  cloud: CloudLine,
  ports: PullPorts,
  link: Link,
  stop: AbortSignal,
  log: Logger,
): Promise<void> {
  const silent = new AbortController();
  const signal = AbortSignal.any([stop, silent.signal]);
  const { monoMs, after } = cloud.pace;
  const listen = () => after(silenceMostMs, () => silent.abort(new Error('The cloud fell silent.')));
  let stopListening = listen();
  const askedMs = monoMs();
  try {
    const { generation, cursor } = ports.position();
    const query = new URLSearchParams({ generation: generation ?? '', cursor: String(cursor) });
    const response = await cloud.call(`/site/feed?${query}`, { signal });
    if (!response.body) throw new Error('the feed has no body');
    const roundTripMs = monoMs() - askedMs;
    const reader = new FeedReader(cloud, ports, log, roundTripMs);
    for await (const lines of linesOf(response.body)) {
      stopListening();
      stopListening = listen();
      await reader.read(lines);
      link.heard(ports.now());
    }
  } finally {
    stopListening();
  }
}

/** Reads one stream's lines in order, and keeps what came together in one transaction. */
class FeedReader {
  readonly #cloud: CloudLine;
  readonly #ports: PullPorts;
  readonly #log: Logger;
  readonly #roundTripMs: number;
  #generation: string | undefined;
  #snapshot: { generation: string; seq: number; rows: FeedBody[]; rowCount: number } | undefined;
  #changes: FeedChange[] = [];

  constructor(cloud: CloudLine, ports: PullPorts, log: Logger, roundTripMs: number) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#log = log;
    this.#roundTripMs = roundTripMs;
  }

  async read(lines: readonly string[]): Promise<void> {
    for (const line of lines) await this.#take(feedLine.parse(JSON.parse(line)));
    await this.#keepChanges();
  }

  async #take(line: FeedLine): Promise<void> {
    switch (line.type) {
      case 'hello':
        this.#generation = line.generation;
        return this.#ports.hearTime(line.at, this.#roundTripMs);
      case 'snapshot':
        this.#snapshot = { generation: line.generation, seq: line.seq, rows: [], rowCount: line.rows };
        return;
      case 'row':
        this.#snapshot?.rows.push(readBody(line.body));
        return;
      case 'snapshot_end':
        return this.#keepSnapshot(line.seq);
      case 'change':
        this.#changes.push({ ...readBody(line.body), seq: line.seq });
        return;
      case 'ask':
        await this.#keepChanges();
        return this.#answer(line);
      case 'heartbeat':
        return this.#ports.hearTime(line.at, this.#roundTripMs);
      default:
        return line satisfies never;
    }
  }

  async #keepChanges(): Promise<void> {
    if (this.#changes.length === 0) return;
    const changes = this.#changes;
    this.#changes = [];
    if (this.#generation !== this.#ports.position().generation)
      throw new Error('the feed went on in another history than the one this box holds');
    await this.#ports.applyChanges(changes, this.#ports.now());
  }

  async #keepSnapshot(endSeq: number): Promise<void> {
    if (!this.#snapshot) throw new Error('the feed ended a snapshot it had not begun');
    const { rowCount, ...snapshot } = this.#snapshot;
    const isWhole = snapshot.rows.length === rowCount && snapshot.seq === endSeq;
    if (!isWhole || snapshot.generation !== this.#generation)
      throw new Error('the feed brought a snapshot that is not whole');
    this.#snapshot = undefined;
    await this.#ports.applySnapshot(snapshot, this.#ports.now());
    this.#log.info({ seq: snapshot.seq, rows: rowCount }, 'applied a snapshot');
  }

  async #answer(line: Extract<FeedLine, { type: 'ask' }>): Promise<void> {
    if (line.epoch !== this.#cloud.identity.epoch) return;
    await this.#ports.answerAsk({ requestId: line.requestId, ask: line.ask, at: this.#ports.now() });
  }
}
