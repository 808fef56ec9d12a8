import { parseArgs } from 'node:util';
import { isMutation, mutationNames, mutations } from '../test/sim/mutations/mutations.ts';
import { type Outcome, play } from '../test/sim/world/run.ts';
import { commitOf, type Summary, summarise } from '../test/sim/world/summary.ts';
import { product } from '../test/sim/world/world.ts';

const help = `Plays simulated histories of two sites and a cloud, with people and faults, and looks after every step whether anything was broken.

  npm run sim -- [--seeds N] [--seed S] [--mutation NAME] [--json] [--story]

  --seeds     how many histories (20), beginning at --seed
  --seed      the first of them (1); alone, that one history
  --hours     how long people and faults go on in each, in simulated hours (12)
  --mutation  with one guard taken out, which must then be found: ${mutationNames.join(', ')}
  --json      one object on standard output
  --story     every line of the story, not only the end of a failing one

Ends with 1 when an invariant was broken. A failing seed replays alone: npm run sim -- --seed S`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    seed: { type: 'string' },
    hours: { type: 'string' },
    mutation: { type: 'string' },
    json: { type: 'boolean', default: false },
    story: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

function wholeNumber(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`--${name} takes a whole number above zero, not "${text}".\n\n${help}`);
  process.exit(2);
}

function say(line: string): void {
  if (!values.json) console.log(line);
}

function tellFailure(outcome: Outcome): void {
  const [first] = outcome.findings;
  const write = values.json ? console.error : console.log;
  for (const line of values.story ? [] : outcome.story) write(line);
  write(`\nBroken: ${first?.invariant}\n  ${first?.detail}`);
  write(`SEED=${outcome.seed} COMMIT=${commitOf()}   npm run sim -- --seed ${outcome.seed}${again}`);
}

function tellSummary(summary: Summary): void {
  if (values.json) return console.log(JSON.stringify(summary));
  console.log('\npaths walked');
  for (const [path, count] of Object.entries(summary.paths))
    console.log(`  ${String(count).padStart(7)}  ${path}`);
  const { paths: _, faults, ...rest } = summary;
  console.log('\nfaults', faults, '\n', rest);
}

if (values.help) {
  console.log(help);
  process.exit(0);
}
const { mutation } = values;
if (mutation !== undefined && !isMutation(mutation)) {
  console.error(`There is no mutation "${mutation}". Choose one of ${mutationNames.join(', ')}.`);
  process.exit(2);
}
const again = mutation ? ` --mutation ${mutation}` : '';
const build = mutation === undefined ? product : mutations[mutation];
const first = wholeNumber('seed', values.seed, 1);
const seeds = wholeNumber('seeds', values.seeds, values.seed === undefined ? 20 : 1);
const simulatedHours = wholeNumber('hours', values.hours, 12);

const startedMs = performance.now();
const outcomes: Outcome[] = [];
for (let seed = first; seed < first + seeds; seed++) {
  const beganMs = performance.now();
  const listen = values.story ? say : undefined;
  const outcome = await play(String(seed), { build, simulatedHours, listen });
  outcomes.push(outcome);
  const { steps, bookings, traceHash, findings } = outcome;
  const verdict = findings.length === 0 ? 'sound' : `BROKEN ${findings[0]?.invariant}`;
  const took = ((performance.now() - beganMs) / 1000).toFixed(1);
  say(
    `seed ${seed}: ${verdict}, ${bookings} bookings, ${steps} steps, ${took} s, trace ${traceHash.slice(0, 12)}`,
  );
  if (findings.length > 0) tellFailure(outcome);
}
tellSummary(summarise(outcomes, (performance.now() - startedMs) / 1000));
process.exit(outcomes.some(({ findings }) => findings.length > 0) ? 1 : 0);
