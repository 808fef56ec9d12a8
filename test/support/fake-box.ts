import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { chainStart, chainText } from '@lintel/core/sync/chain.ts';
import { type Fact, type FactBody, type FeedLine, feedLine } from '@lintel/core/sync/wire.ts';
import { epochMs } from '@lintel/core/time.ts';
import { SignJWT } from 'jose';

/** A box reduced to the wire: it enrols, reads the feed into a list and posts facts. It decides nothing by itself. */
export class FakeBox {
  readonly #url: string;
  readonly #key = generateKeyPairSync('ed25519');
  readonly incarnation = randomUUID();
  operatorId = '';
  siteId = '';
  epoch = 0;
  credentialKey = '';
  head = { seq: 0, hash: chainStart };

  constructor(url: string) {
    this.#url = url;
  }

  get publicKey(): string {
    return this.#key.publicKey.export({ format: 'jwk' }).x ?? '';
  }

  async enrol(code: string): Promise<Response> {
    const body = { code, publicKey: this.publicKey, incarnation: this.incarnation };
    const response = await fetch(`${this.#url}/site/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.ok) Object.assign(this, await response.clone().json());
    return response;
  }

  async token(claims: Readonly<Record<string, unknown>> = {}, key = this.#key.privateKey): Promise<string> {
    const nowS = Math.floor(Date.now() / 1000);
    return await new SignJWT({
      iss: this.siteId,
      sub: this.operatorId,
      aud: 'lintel-cloud',
      epoch: this.epoch,
      inc: this.incarnation,
      iat: nowS,
      exp: nowS + 60,
      ...claims,
    })
      .setProtectedHeader({ alg: 'EdDSA' })
      .sign(key);
  }

  async open(from: { generation?: string; cursor?: number } = {}, token?: string): Promise<Response> {
    const query = new URLSearchParams({
      generation: from.generation ?? '',
      cursor: String(from.cursor ?? 0),
    });
    return await fetch(`${this.#url}/site/feed?${query}`, {
      headers: { authorization: `Bearer ${token ?? (await this.token())}` },
    });
  }

  async follow(from: { generation?: string; cursor?: number } = {}): Promise<FeedReader> {
    const response = await this.open(from);
    if (!response.body) throw new Error(`the feed answered ${response.status}`);
    return new FeedReader(response.body);
  }

  /** The next facts of the chain, with the head moved on. */
  facts(...bodies: readonly (FactBody | string)[]): Fact[] {
    return bodies.map((body) => {
      const bare = {
        seq: this.head.seq + 1,
        id: randomUUID(),
        at: epochMs(Date.now()),
        text: typeof body === 'string' ? body : JSON.stringify(body),
        prevHash: this.head.hash,
      };
      const hash = createHash('sha256').update(chainText(bare)).digest('hex');
      this.head = { seq: bare.seq, hash };
      return { ...bare, hash };
    });
  }

  async post(
    facts: readonly Fact[],
    incarnation = this.incarnation,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${this.#url}/site/facts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await this.token()}` },
      body: JSON.stringify({ incarnation, facts }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async report(...bodies: readonly (FactBody | string)[]) {
    return await this.post(this.facts(...bodies));
  }
}

/** The lines of one stream, kept as they come. */
export class FeedReader {
  readonly lines: FeedLine[] = [];
  #ended = false;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #looking: (() => void)[] = [];

  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader();
    void this.#read();
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The first line, from the `after`th on, that is wanted; waits for it. */
  async next<Line extends FeedLine>(
    wanted: (line: FeedLine) => line is Line,
    after?: number,
    mostMs?: number,
  ): Promise<Line>;
  async next(wanted: (line: FeedLine) => boolean, after?: number, mostMs?: number): Promise<FeedLine>;
  async next(wanted: (line: FeedLine) => boolean, after = 0, mostMs = 10_000): Promise<FeedLine> {
    const until = performance.now() + mostMs;
    for (;;) {
      const found = this.lines.slice(after).find(wanted);
      if (found) return found;
      if (this.#ended || performance.now() > until)
        throw new Error(`not among ${this.lines.length} lines: ${wanted}`);
      await this.#news(until - performance.now());
    }
  }

  async untilEnd(mostMs = 10_000): Promise<void> {
    const until = performance.now() + mostMs;
    while (!this.#ended) {
      if (performance.now() > until) throw new Error('the stream did not end');
      await this.#news(until - performance.now());
    }
  }

  async close(): Promise<void> {
    await this.#reader.cancel();
  }

  async #news(mostMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#looking.push(resolve);
    const timer = setTimeout(resolve, Math.max(1, mostMs));
    await promise;
    clearTimeout(timer);
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        rest += decoder.decode(value, { stream: true });
        const parts = rest.split('\n');
        rest = parts.pop() ?? '';
        this.lines.push(...parts.map((text) => feedLine.parse(JSON.parse(text))));
        this.#tell();
      }
    } catch {
      // A stream that broke has ended; what it held before stays readable.
    }
    this.#ended = true;
    this.#tell();
  }

  #tell(): void {
    for (const look of this.#looking.splice(0)) look();
  }
}
