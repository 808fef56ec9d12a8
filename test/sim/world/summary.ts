import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { Outcome } from './run.ts';

/** What many histories came to. */
export type Summary = {
  readonly seeds: number;
  readonly steps: number;
  /** Distinct bookings that anybody wrote. */
  readonly bookings: number;
  /** Answers people had: yes, no, and not yet. */
  readonly confirmed: number;
  readonly refused: number;
  readonly requested: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: readonly {
    readonly seed: string;
    readonly invariant: string;
    readonly detail: string;
  }[];
  readonly seconds: number;
  readonly bookingsPerSecond: number;
  /** How often each path was walked. */
  readonly paths: Readonly<Record<string, number>>;
  /** Over the traces of all, in order. */
  readonly traceHash: string;
};

const yes = /: (confirmed|kept|changed|cancelled|held)$/;
const notYet = /: requested$/;

export function summarise(outcomes: readonly Outcome[], seconds: number): Summary {
  const all = total(outcomes.map(({ counts }) => counts));
  const faults = pick(
    all,
    (path) => path.startsWith('fault '),
    (path) => path.slice('fault '.length),
  );
  const paths = pick(
    all,
    (path) => !path.startsWith('fault '),
    (path) => path,
  );
  const answers = Object.entries(paths).filter(([path]) => path.includes(': '));
  const sum = (wanted: (path: string) => boolean) =>
    answers.filter(([path]) => wanted(path)).reduce((so, [, count]) => so + count, 0);
  const bookings = outcomes.reduce((so, one) => so + one.bookings, 0);
  const traces = outcomes.map(({ traceHash }) => traceHash).join('\n');
  return {
    seeds: outcomes.length,
    steps: outcomes.reduce((so, { steps }) => so + steps, 0),
    bookings,
    confirmed: sum((path) => yes.test(path)),
    refused: sum((path) => !yes.test(path) && !notYet.test(path)),
    requested: sum((path) => notYet.test(path)),
    faults,
    violations: outcomes.flatMap(({ seed, findings }) => findings.map((finding) => ({ seed, ...finding }))),
    seconds: Number(seconds.toFixed(2)),
    bookingsPerSecond: Number((bookings / seconds).toFixed(1)),
    paths,
    traceHash: createHash('sha256').update(traces).digest('hex'),
  };
}

function total(all: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const counts of all)
    for (const [path, count] of Object.entries(counts)) sums.set(path, (sums.get(path) ?? 0) + count);
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function pick(
  counts: Readonly<Record<string, number>>,
  wanted: (path: string) => boolean,
  name: (path: string) => string,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(counts).flatMap(([path, count]) => (wanted(path) ? [[name(path), count]] : [])),
  );
}

/** The commit this tree is at, as far as git can say. */
export function commitOf(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
