import { createHash, type Hash } from 'node:crypto';
import type { Agenda } from './agenda.ts';

const linesKept = 80;

/** What happened, in words: the last of it as text, all of it as a hash. */
export class Story {
  readonly #agenda: Agenda;
  readonly #hash: Hash = createHash('sha256');
  readonly #lines: string[] = [];
  readonly #counts = new Map<string, number>();
  readonly #listen: ((line: string) => void) | undefined;

  constructor(agenda: Agenda, listen?: (line: string) => void) {
    this.#agenda = agenda;
    this.#listen = listen;
  }

  tell(line: string): void {
    const told = `${clock(this.#agenda.nowMs)}  ${line}`;
    this.#hash.update(`${told}\n`);
    this.#listen?.(told);
    this.#lines.push(told);
    if (this.#lines.length > 2 * linesKept) this.#lines.splice(0, linesKept);
  }

  /** Counts a path that was walked. */
  count(path: string, times = 1): void {
    this.#counts.set(path, (this.#counts.get(path) ?? 0) + times);
  }

  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  last(most: number): readonly string[] {
    return this.#lines.slice(-most);
  }

  /** Of every line told: the same seed twice has the same. */
  get traceHash(): string {
    return this.#hash.copy().digest('hex');
  }
}

/** `d1 14:03:07.250` since the beginning. */
function clock(atMs: number): string {
  const day = Math.floor(atMs / 86_400_000);
  return `d${day} ${new Date(atMs % 86_400_000).toISOString().slice(11, 23)}`;
}
