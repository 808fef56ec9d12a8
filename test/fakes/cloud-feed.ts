import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type ChainHead, chainStart, follow } from '@lintel/core/sync/chain.ts';
import type { Ask, Fact, FactBody, FeedLine } from '@lintel/core/sync/wire.ts';
import { factBody, factsPosted } from '@lintel/core/sync/wire.ts';
import { epochMs } from '@lintel/core/time.ts';

type Body = { readonly kind: string };
type Answering = 'acknowledge' | 'lose_the_answer' | 'refuse' | 'acknowledge_too_much';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** One stream a box has opened, and where it asked to begin. */
type Stream = { readonly response: ServerResponse; readonly generation: string; readonly cursor: number };

/**
 * A cloud of one site that holds a feed and takes facts over the real wire. It verifies no token, keeps everything in memory, and can be told to misbehave as networks and
 * faulty clouds do. What it counts as taken follows the chain, as in the real one.
 */
export class FakeCloud {
  /** Every stream that was opened, in order. */
  readonly opened: { readonly generation: string; readonly cursor: number }[] = [];
  /** Every fact taken, once, in order. */
  readonly facts: Fact[] = [];
  /** How many facts came again that were held already. */
  repeats = 0;
  /** What the chain said against a post. */
  readonly complaints: string[] = [];
  answering: Answering = 'acknowledge';
  /** Whether streams are opened at all. */
  isUp = true;
  /** Turns streams away as the real one does a box that is replaced (`epoch_over`). */
  turnsAway: string | undefined;
  beats = true;
  /** How far its clock is from this machine's. */
  offsetMs = 0;
  readonly #server: Server;
  readonly #open = new Set<Stream>();
  readonly #heart: NodeJS.Timeout;
  #generation = 'first';
  #rows: readonly Body[];
  #changes: { readonly seq: number; readonly body: Body }[] = [];
  #base = 1;

  private constructor(rows: readonly Body[]) {
    this.#rows = rows;
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#heart = setInterval(
      () => this.beats && this.#sayAll({ type: 'heartbeat', seq: this.seq, at: this.#now() }),
      500,
    );
  }

  /** With what a snapshot holds. */
  static async start(rows: readonly Body[]): Promise<FakeCloud> {
    const cloud = new FakeCloud(rows);
    await new Promise<void>((resolve) => cloud.#server.listen(0, '127.0.0.1', resolve));
    return cloud;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  get seq(): number {
    return this.#base + this.#changes.length;
  }

  /** The bodies of the facts taken. */
  get told(): readonly FactBody[] {
    return this.facts.map((fact) => factBody.parse(JSON.parse(fact.text)));
  }

  /** Appends a change and sends it to whoever listens; its number. */
  change(body: Body): number {
    this.#changes.push({ seq: this.seq + 1, body });
    this.#sayAll({ type: 'change', seq: this.seq, at: this.#now(), body });
    return this.seq;
  }

  /** Appends changes without sending them: the next stream brings them. */
  changeUnheard(...bodies: readonly Body[]): void {
    for (const body of bodies) this.#changes.push({ seq: this.seq + 1, body });
  }

  ask(ask: Ask, requestId: string = randomUUID(), epoch = 1): string {
    this.#sayAll({ type: 'ask', requestId, epoch, ask });
    return requestId;
  }

  /** Any text, as it is. */
  say(text: string): void {
    for (const { response } of this.#open) response.write(text);
  }

  sayLine(line: FeedLine): void {
    this.#sayAll(line);
  }

  /** Cuts every open stream. */
  drop(): void {
    for (const { response } of this.#open) response.destroy();
    this.#open.clear();
  }

  /** Another history of the database, with these rows, as after a restore. */
  beginAgain(generation: string, rows: readonly Body[]): void {
    this.#generation = generation;
    this.#rows = rows;
    this.#changes = [];
    this.drop();
  }

  async stop(): Promise<void> {
    clearInterval(this.#heart);
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://cloud');
    if (!this.isUp) response.destroy();
    else if (this.turnsAway) {
      const problem = { kind: this.turnsAway, sentence: 'Enrol this box again with a new code.' };
      response.writeHead(401).end(JSON.stringify(problem));
    } else if (url.pathname === '/site/feed') this.#feed(url.searchParams, response);
    else if (url.pathname === '/site/facts') void this.#take(request, response);
    else response.writeHead(404).end();
  }

  #feed(asked: URLSearchParams, response: ServerResponse): void {
    const stream = {
      response,
      generation: asked.get('generation') ?? '',
      cursor: Number(asked.get('cursor')),
    };
    this.opened.push({ generation: stream.generation, cursor: stream.cursor });
    this.#open.add(stream);
    response.once('close', () => this.#open.delete(stream));
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const say = (line: FeedLine) => response.write(`${JSON.stringify(line)}\n`);
    const [generation, seq] = [this.#generation, this.#base];
    say({ type: 'hello', generation, epoch: 1, seq: this.seq, at: this.#now() });
    const isKnown = stream.generation === generation && stream.cursor >= seq && stream.cursor <= this.seq;
    if (!isKnown) {
      say({ type: 'snapshot', generation, seq, rows: this.#rows.length });
      for (const body of this.#rows) say({ type: 'row', body });
      say({ type: 'snapshot_end', seq });
    }
    const after = isKnown ? stream.cursor : seq;
    for (const change of this.#changes)
      if (change.seq > after) say({ type: 'change', at: this.#now(), ...change });
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += chunk;
    if (this.answering === 'refuse') {
      const refusal = { kind: 'unavailable', sentence: 'The database is away. Try again.' };
      return void response.writeHead(503).end(JSON.stringify(refusal));
    }
    const posted = factsPosted.parse(JSON.parse(text)).facts;
    const verdict = follow(this.#head, posted, sha256);
    if (verdict.kind === 'follows') {
      this.repeats += posted.length - verdict.fresh.length;
      this.facts.push(...verdict.fresh);
    } else this.complaints.push(JSON.stringify(verdict));
    if (this.answering === 'lose_the_answer') return void response.destroy();
    const { seq, hash } = this.#head;
    const more = this.answering === 'acknowledge_too_much' ? 1_000 : 0;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ seq: seq + more, hash, dead: [] }));
  }

  get #head(): ChainHead {
    return this.facts.at(-1) ?? { seq: 0, hash: chainStart };
  }

  #now() {
    return epochMs(Date.now() + this.offsetMs);
  }

  #sayAll(line: FeedLine): void {
    this.say(`${JSON.stringify(line)}\n`);
  }
}
