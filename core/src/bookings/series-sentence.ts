import type { SeriesRule } from './series.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const nths = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', last: 'last' };

/** The rule as a person reads it: `Every Monday and Wednesday, 09:00 to 17:00, from 1 March 2027`. Times are the site's. */
export function ruleSentence(rule: SeriesRule): string {
  const { startMin, endMin, fromDate, untilDate, count } = rule;
  const over = endMin > 1440 ? ' the next day' : '';
  const until = untilDate === undefined ? '' : ` until ${written(untilDate)}`;
  const times = count === undefined ? '' : `, ${count} ${count === 1 ? 'time' : 'times'}`;
  return `${days(rule)}, ${clock(startMin)} to ${clock(endMin)}${over}, from ${written(fromDate)}${until}${times}`;
}

function days({ repeats }: SeriesRule): string {
  if (repeats.kind === 'monthly') return `The ${nths[repeats.nth]} ${named(repeats.weekday)} of every month`;
  const chosen = [...new Set(repeats.weekdays)].sort((a, b) => a - b);
  const names = chosen.length === 7 ? 'day' : list(chosen.map(named));
  if (repeats.everyWeeks === 1) return `Every ${names}`;
  return `Every ${repeats.everyWeeks} weeks on ${chosen.length === 7 ? 'every day' : names}`;
}

function named(weekday: number): string {
  return weekdays[weekday - 1] ?? '';
}

function list(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function clock(minute: number): string {
  const ofDay = minute % 1440;
  const two = (n: number) => String(n).padStart(2, '0');
  return minute === 1440 ? '24:00' : `${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}`;
}

function written(date: string): string {
  return Temporal.PlainDate.from(date).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
}
