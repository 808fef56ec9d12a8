import { ask } from '../test/bench/ask.ts';
import { book } from '../test/bench/book.ts';
import { facts } from '../test/bench/facts.ts';
import { feed } from '../test/bench/feed.ts';
import type { Bench, Figure } from '../test/bench/figure.ts';
import { live } from '../test/bench/live.ts';
import { race } from '../test/bench/race.ts';
import { start } from '../test/bench/start.ts';
import { tap } from '../test/bench/tap.ts';
import { week } from '../test/bench/week.ts';
import { wire } from '../test/bench/wire.ts';

const usage = 'npm run bench [-- NAME] [--json]';
const benches: Readonly<Record<string, Bench>> = {
  tap,
  wire,
  feed,
  start,
  facts,
  race,
  book,
  ask,
  week,
  live,
};

/** One bench as a table, or with `--json` as one object on standard output and nothing else. */
async function report(name: string, bench: Bench, asJson: boolean): Promise<void> {
  const figures = await bench();
  if (asJson) console.log(JSON.stringify({ bench: name, figures }));
  else printTable(name, figures);
}

function printTable(name: string, figures: readonly Figure[]): void {
  console.log(`\n${name}`);
  for (const { name: what, unit, value, floor, ratio, goal, met } of figures) {
    const beside = floor === null ? '' : `floor ${floor} ${unit}, ratio ${ratio}`;
    const verdict = met === null ? '' : met ? 'met' : 'NOT MET';
    console.log(
      `  ${what.padEnd(34)} ${`${value} ${unit}`.padEnd(16)} ${beside.padEnd(36)} ${goal.padEnd(16)} ${verdict}`,
    );
  }
}

const words = process.argv.slice(2);
const asJson = words.includes('--json');
const names = words.filter((word) => word !== '--json');
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0 || (asJson && names.length !== 1)) {
  console.error(`${usage}\nNAME is one of ${Object.keys(benches).join(', ')}; --json takes exactly one.`);
  process.exit(2);
}
for (const [name, bench] of Object.entries(benches)) {
  if (names.length === 0 || names.includes(name)) await report(name, bench, asJson);
}
process.exit(0);
