import type { EpochMs } from '@lintel/core/time.ts';
import { epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';

/** Every time on a screen is written here, and every writer is told the zone: there is none of the reader's own. */

const formats = new Map<Intl.DateTimeFormatOptions, Map<string, Intl.DateTimeFormat>>();

/** One writer for each zone and shape: making one takes longer than writing a thousand times. The shapes are constants, so that they are found by themselves. */
function format(timeZone: string, shape: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const ofShape = formats.get(shape) ?? new Map<string, Intl.DateTimeFormat>();
  formats.set(shape, ofShape);
  const known = ofShape.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { ...shape, timeZone });
  ofShape.set(timeZone, made);
  return made;
}

const clockShape = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const secondsShape = { ...clockShape, second: '2-digit' } as const;
const dayNameShape = { weekday: 'long', day: 'numeric', month: 'long' } as const;
const dayShape = { weekday: 'short', day: 'numeric', month: 'short' } as const;
const dateShape = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
const hourShape = { hour: '2-digit', hourCycle: 'h23' } as const;
const zoneShape = { timeZoneName: 'short' } as const;

/** `09:30` */
export function clock(at: number, timeZone: string): string {
  return format(timeZone, clockShape).format(at);
}

/** `09:30:07` */
export function clockWithSeconds(at: number, timeZone: string): string {
  return format(timeZone, secondsShape).format(at);
}

/** `09:30–10:00` */
export function spanText(span: { startsAt: number; endsAt: number }, timeZone: string): string {
  return `${clock(span.startsAt, timeZone)}–${clock(span.endsAt, timeZone)}`;
}

/** `Wednesday 3 June` */
export function dayName(at: number, timeZone: string): string {
  return format(timeZone, dayNameShape).format(at).replace(',', '');
}

/** `Wed 3 Jun, 09:30` */
export function dayAndClock(at: number, timeZone: string): string {
  const day = format(timeZone, dayShape).format(at);
  return `${day.replace(',', '')}, ${clock(at, timeZone)}`;
}

/** The local date as `YYYY-MM-DD`. */
export function dateOf(at: number, timeZone: string): string {
  const parts = format(timeZone, dateShape).formatToParts(at);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** The hour of the local day, 0 to 23. */
export function hourOf(at: number, timeZone: string): number {
  return Number(format(timeZone, hourShape).format(at));
}

/** The date `days` calendar days on; dates have no zone. */
export function dateAfter(date: string, days: number): string {
  const noon = new Date(`${date}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() + days);
  return noon.toISOString().slice(0, 10);
}

/**
 * The instant at which clocks in the zone show this minute of the date. A time that does not exist that day is read on the clocks of before (02:30 becomes 03:30), one that exists twice is the first:
 * the rule of opening hours and series.
 */
export function instantAt(date: string, minute: number, timeZone: string): EpochMs {
  const wall = Date.parse(`${date}T00:00:00Z`) + minute * minuteMs;
  const offsetAt = (at: number) => {
    const shown = `${dateOf(at, timeZone)}T${clock(at, timeZone)}:00Z`;
    return Date.parse(shown) - Math.floor(at / minuteMs) * minuteMs;
  };
  const [early, late] = [offsetAt(wall - 24 * hourMs), offsetAt(wall + 24 * hourMs)];
  const isShownAt = (at: number) => at + offsetAt(at) === wall;
  const first = wall - Math.max(early, late);
  const second = wall - Math.min(early, late);
  if (isShownAt(first)) return epochMs(first);
  return epochMs(isShownAt(second) ? second : wall - early);
}

/** `45 min`, `1 h`, `2 h 30 min` */
export function lengthText(minutes: number): string {
  const whole = Math.round(minutes);
  const hours = Math.floor(whole / 60);
  const rest = whole % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** How long ago in words: `just now`, `40 s ago`, `12 min ago`, `3 h ago`, `2 days ago`. */
export function agoText(ageMs: number): string {
  if (ageMs < 5_000) return 'just now';
  if (ageMs < minuteMs) return `${Math.floor(ageMs / 1000)} s ago`;
  if (ageMs < hourMs) return `${Math.floor(ageMs / minuteMs)} min ago`;
  if (ageMs < 48 * hourMs) return `${Math.floor(ageMs / hourMs)} h ago`;
  return `${Math.floor(ageMs / (24 * hourMs))} days ago`;
}

/** The zone named as people name it, `London time (BST)`, when clocks there differ from the reader's at this instant; else nothing. */
export function foreignZone(at: EpochMs, timeZone: string, readersZone: string): string | undefined {
  if (wallOf(at, timeZone) === wallOf(at, readersZone)) return undefined;
  const parts = format(timeZone, zoneShape).formatToParts(at);
  const short = parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
  const city = (timeZone.split('/').pop() ?? timeZone).replaceAll('_', ' ');
  return `${city} time (${short})`;
}

export function readersZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function wallOf(at: number, timeZone: string): string {
  return `${dateOf(at, timeZone)} ${clock(at, timeZone)}`;
}
