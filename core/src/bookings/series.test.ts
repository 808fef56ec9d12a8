import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  datesWithin,
  type Occurrence,
  occurrenceOn,
  occurrencesMost,
  type Repeats,
  ruleFaults,
  type SeriesRule,
} from './series.ts';
import { seriesRule } from './series-wire.ts';

const zones = [
  'Europe/London',
  'America/New_York',
  'America/Los_Angeles',
  'Australia/Melbourne',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
] as const;

const weekly = (weekdays: readonly number[], everyWeeks = 1): Repeats => ({
  kind: 'weekly',
  weekdays,
  everyWeeks,
});
const rule = (changed: Partial<SeriesRule> = {}): SeriesRule => ({
  repeats: weekly([1, 3]),
  startMin: 540,
  endMin: 1020,
  fromDate: '2027-03-01',
  ...changed,
});
const dates = (wanted: Partial<SeriesRule>, until = '2027-12-31') =>
  datesWithin(rule(wanted), { from: '2027-01-01', until }).dates;

/** What a clock on the wall there shows, by the other calendar of the language. */
function shown(timeZone: string, at: number): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`;
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const instants = (one: Occurrence) =>
  one.kind === 'at'
    ? [new Date(one.span.startsAt).toISOString(), new Date(one.span.endsAt).toISOString()]
    : one.kind;

describe.each(['UTC', 'America/Los_Angeles', 'Australia/Lord_Howe'])('on a computer in %s', (home) => {
  const before = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = home;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  test('the computer really is there', () => {
    const minutesBehind = { UTC: 0, 'America/Los_Angeles': 480, 'Australia/Lord_Howe': -660 }[home];
    expect(new Date('2027-01-01T00:00:00Z').getTimezoneOffset()).toBe(minutesBehind);
  });

  // By hand: what the governments' offsets make of nine and ten o'clock around both changes of 2027.
  test.each([
    ['Europe/London', '2027-03-22', '2027-03-22T09:00:00.000Z', '2027-03-22T10:00:00.000Z'],
    ['Europe/London', '2027-03-29', '2027-03-29T08:00:00.000Z', '2027-03-29T09:00:00.000Z'],
    ['Europe/London', '2027-10-25', '2027-10-25T08:00:00.000Z', '2027-10-25T09:00:00.000Z'],
    ['Europe/London', '2027-11-01', '2027-11-01T09:00:00.000Z', '2027-11-01T10:00:00.000Z'],
    ['America/New_York', '2027-03-08', '2027-03-08T14:00:00.000Z', '2027-03-08T15:00:00.000Z'],
    ['America/New_York', '2027-03-15', '2027-03-15T13:00:00.000Z', '2027-03-15T14:00:00.000Z'],
    ['America/New_York', '2027-11-08', '2027-11-08T14:00:00.000Z', '2027-11-08T15:00:00.000Z'],
    ['America/Los_Angeles', '2027-03-08', '2027-03-08T17:00:00.000Z', '2027-03-08T18:00:00.000Z'],
    ['America/Los_Angeles', '2027-03-15', '2027-03-15T16:00:00.000Z', '2027-03-15T17:00:00.000Z'],
    ['America/Los_Angeles', '2027-11-08', '2027-11-08T17:00:00.000Z', '2027-11-08T18:00:00.000Z'],
    ['Australia/Melbourne', '2027-03-29', '2027-03-28T22:00:00.000Z', '2027-03-28T23:00:00.000Z'],
    ['Australia/Melbourne', '2027-04-05', '2027-04-04T23:00:00.000Z', '2027-04-05T00:00:00.000Z'],
    ['Australia/Melbourne', '2027-10-04', '2027-10-03T22:00:00.000Z', '2027-10-03T23:00:00.000Z'],
    ['Australia/Lord_Howe', '2027-03-29', '2027-03-28T22:00:00.000Z', '2027-03-28T23:00:00.000Z'],
    ['Australia/Lord_Howe', '2027-04-05', '2027-04-04T22:30:00.000Z', '2027-04-04T23:30:00.000Z'],
    ['Australia/Lord_Howe', '2027-10-04', '2027-10-03T22:00:00.000Z', '2027-10-03T23:00:00.000Z'],
    ['Asia/Kathmandu', '2027-03-29', '2027-03-29T03:15:00.000Z', '2027-03-29T04:15:00.000Z'],
    ['Asia/Kathmandu', '2027-11-01', '2027-11-01T03:15:00.000Z', '2027-11-01T04:15:00.000Z'],
  ])('nine to ten in %s stays nine to ten on %s', (timeZone, date, startsAt, endsAt) => {
    const one = occurrenceOn(timeZone, date, { startMin: 540, endMin: 600 });
    expect(instants(one)).toEqual([startsAt, endsAt]);
    expect(one).toMatchObject({ start: 'plain', end: 'plain' });
  });

  test.each([
    // The clocks go forward: 01:00 to 02:00 is missing in London, 02:00 to 03:00 in the others, half an hour in Lord Howe.
    ['Europe/London', '2027-03-28', 60, 180, '01:00', '02:00', 'shifted', 'plain'],
    ['America/New_York', '2027-03-14', 150, 240, '07:30', '08:00', 'shifted', 'plain'],
    ['America/Los_Angeles', '2027-03-14', 150, 240, '10:30', '11:00', 'shifted', 'plain'],
    ['Australia/Melbourne', '2027-10-03', 120, 240, '16:00', '17:00', 'shifted', 'plain'],
    ['Australia/Lord_Howe', '2027-10-03', 135, 180, '15:45', '16:00', 'shifted', 'plain'],
    // And back: 01:00 to 02:00 comes twice in London, New York and Los Angeles, 02:00 to 03:00 in Melbourne, 01:30 to 02:00 in Lord Howe.
    ['Europe/London', '2027-10-31', 90, 150, '00:30', '02:30', 'first', 'plain'],
    ['America/New_York', '2027-11-07', 90, 150, '05:30', '07:30', 'first', 'plain'],
    ['America/Los_Angeles', '2027-11-07', 60, 90, '08:00', '08:30', 'first', 'first'],
    ['Australia/Melbourne', '2027-04-04', 150, 210, '15:30', '17:30', 'first', 'plain'],
    ['Australia/Lord_Howe', '2027-04-04', 105, 150, '14:45', '16:00', 'first', 'plain'],
  ] as const)(
    '%s on %s from minute %i to %i follows the written rule',
    (timeZone, date, startMin, endMin, ...expected) => {
      const [startsAt, endsAt, start, end] = expected;
      const one = occurrenceOn(timeZone, date, { startMin, endMin });
      expect(one).toMatchObject({ start, end });
      const found = instants(one);
      expect(Array.isArray(found) && found.map((text) => text.slice(11, 16))).toEqual([startsAt, endsAt]);
    },
  );

  test.each([
    ['Europe/London', '2027-03-28', 75, 120],
    ['Europe/London', '2027-03-28', 90, 150],
    ['America/New_York', '2027-03-14', 135, 180],
    ['Australia/Lord_Howe', '2027-10-03', 120, 150],
  ])('in %s on %s nothing is left between minutes %i and %i', (timeZone, date, startMin, endMin) => {
    expect(occurrenceOn(timeZone, date, { startMin, endMin })).toEqual({ kind: 'vanishes', date });
  });

  test('a night over the change is an hour shorter or longer, and ends on the next day’s clock', () => {
    const night = { startMin: 1320, endMin: 1800 };
    expect(instants(occurrenceOn('Europe/London', '2027-03-27', night))).toEqual([
      '2027-03-27T22:00:00.000Z',
      '2027-03-28T05:00:00.000Z',
    ]);
    expect(instants(occurrenceOn('Europe/London', '2027-10-30', night))).toEqual([
      '2027-10-30T21:00:00.000Z',
      '2027-10-31T06:00:00.000Z',
    ]);
  });

  test('every half hour of both nights of a change shows on the wall what was asked for, the first time it does', () => {
    const nights = [
      ['Europe/London', '2027-03-28'],
      ['Europe/London', '2027-10-31'],
      ['America/New_York', '2027-03-14'],
      ['America/New_York', '2027-11-07'],
      ['America/Los_Angeles', '2027-03-14'],
      ['America/Los_Angeles', '2027-11-07'],
      ['Australia/Melbourne', '2027-04-04'],
      ['Australia/Melbourne', '2027-10-03'],
      ['Australia/Lord_Howe', '2027-04-04'],
      ['Australia/Lord_Howe', '2027-10-03'],
      ['Asia/Kathmandu', '2027-03-28'],
    ] as const;
    let checked = 0;
    for (const [timeZone, date] of nights) {
      const noon = Date.parse(`${date}T12:00:00Z`);
      const day = Array.from({ length: 52 * 4 }, (_, i) => noon - 26 * 3_600_000 + i * 900_000);
      const firstShown = new Map<string, number>();
      for (const at of day) {
        const text = shown(timeZone, at);
        if (!firstShown.has(text)) firstShown.set(text, at);
      }
      for (let startMin = 0; startMin <= 600; startMin += 30) {
        const one = occurrenceOn(timeZone, date, { startMin, endMin: 840 });
        if (one.kind !== 'at') throw new Error('vanished');
        const expected = firstShown.get(`${date} ${clock(startMin)}`);
        if (one.start === 'shifted') expect(expected).toBeUndefined();
        else expect(one.span.startsAt).toBe(expected);
        checked += 1;
      }
    }
    expect(checked).toBe(11 * 21);
  });

  test('any time of any date shows on the wall what was asked for, unless it is said to be shifted', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 729 }),
        fc.integer({ min: 0, max: 95 }),
        (timeZone, days, quarter) => {
          const date = Temporal.PlainDate.from('2027-01-01').add({ days }).toString();
          const startMin = quarter * 15;
          const one = occurrenceOn(timeZone, date, { startMin, endMin: startMin + 300 });
          if (one.kind !== 'at') throw new Error('five hours never vanish');
          const asked = `${date} ${clock(startMin)}`;
          expect(shown(timeZone, one.span.startsAt) === asked).toBe(one.start !== 'shifted');
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the dates of a series', () => {
  test('are every Monday and Wednesday', () => {
    expect(dates({}, '2027-03-12')).toEqual(['2027-03-01', '2027-03-03', '2027-03-08', '2027-03-10']);
  });

  test('every second week counts weeks from the first date’s own, whatever its day', () => {
    expect(dates({ fromDate: '2027-03-03', repeats: weekly([1, 3], 2), count: 4 })).toEqual([
      '2027-03-03',
      '2027-03-15',
      '2027-03-17',
      '2027-03-29',
    ]);
  });

  test('end on the last date, or after so many, the days named in any order and twice', () => {
    expect(dates({ repeats: weekly([3, 1, 3]), untilDate: '2027-03-08' })).toEqual([
      '2027-03-01',
      '2027-03-03',
      '2027-03-08',
    ]);
    expect(dates({ count: 2 })).toEqual(['2027-03-01', '2027-03-03']);
  });

  test('are the second Tuesday and the last Friday of every month', () => {
    const second: Repeats = { kind: 'monthly', weekday: 2, nth: 2 };
    expect(dates({ repeats: second, fromDate: '2027-01-13', count: 3 })).toEqual([
      '2027-02-09',
      '2027-03-09',
      '2027-04-13',
    ]);
    const last: Repeats = { kind: 'monthly', weekday: 5, nth: 'last' };
    expect(dates({ repeats: last, fromDate: '2027-01-01', count: 4 })).toEqual([
      '2027-01-29',
      '2027-02-26',
      '2027-03-26',
      '2027-04-30',
    ]);
  });

  test('counted from a later look go on counting from the beginning', () => {
    const counted = rule({ count: 5 });
    expect(datesWithin(counted, { from: '2027-03-09', until: '2027-12-31' })).toEqual({
      dates: ['2027-03-10', '2027-03-15'],
      more: false,
    });
  });

  test('without an end are looked at four hundred at a time', () => {
    const { dates: found, more } = datesWithin(rule(), { from: '2027-03-01', until: '9998-12-31' });
    expect([found.length, more]).toEqual([occurrencesMost, true]);
  });

  test('in two looks are the same as in one', () => {
    fc.assert(
      fc.property(
        fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 0, max: 300 }),
        (weekdays, everyWeeks, count, days) => {
          const wanted = rule({ repeats: weekly(weekdays, everyWeeks), count });
          const cut = Temporal.PlainDate.from('2027-03-01').add({ days });
          // Two hundred dates, six weeks apart, take 23 years.
          const until = '2060-01-01';
          const all = datesWithin(wanted, { from: '2027-03-01', until }).dates;
          const before = datesWithin(wanted, { from: '2027-03-01', until: cut.toString() }).dates;
          const after = datesWithin(wanted, { from: cut.add({ days: 1 }).toString(), until }).dates;
          expect([...before, ...after]).toEqual(all);
          expect(all.length).toBe(count);
          expect(all.every((date) => weekdays.includes(Temporal.PlainDate.from(date).dayOfWeek))).toBe(true);
        },
      ),
      {
        examples: [
          [[2], 6, 183, 0],
          [[1], 6, 200, 0],
        ],
      },
    );
  });
});

describe('a rule', () => {
  const faults = (changed: Partial<SeriesRule>) => ruleFaults(rule(changed)).map(({ path }) => path);

  test('that is good has no faults, with an end or without', () => {
    expect(ruleFaults(rule())).toEqual([]);
    expect(ruleFaults(rule({ untilDate: '2027-12-31' }))).toEqual([]);
    expect(ruleFaults(rule({ count: occurrencesMost }))).toEqual([]);
    expect(ruleFaults(rule({ startMin: 1320, endMin: 1560 }))).toEqual([]);
  });

  test('whose weeks stand still has no dates, and is no endless loop', () => {
    expect(() => dates({ repeats: weekly([1], 0), fromDate: '2027-03-03' })).toThrow(RangeError);
    const wired = { ...rule({ repeats: weekly([1], 0), fromDate: '2027-03-03' }), untilDate: '2027-12-31' };
    expect(seriesRule.safeParse(wired).error?.issues.map(({ path }) => path.join('.'))).toEqual([
      'repeats.everyWeeks',
    ]);
  });

  test('names what is wrong with it', () => {
    expect(faults({ repeats: weekly([]) })).toEqual(['repeats.weekdays']);
    expect(faults({ untilDate: '2027-02-28' })).toEqual(['untilDate']);
    expect(faults({ untilDate: '2027-04-01', count: 3 })).toEqual(['count']);
    expect(faults({ startMin: 600, endMin: 600 })).toEqual(['endMin']);
    expect(faults({ startMin: 1320, endMin: 120 })).toEqual(['endMin']);
    expect(faults({ startMin: 600, endMin: 2100 })).toEqual(['endMin']);
    expect(faults({ repeats: weekly([7]), untilDate: '2027-03-06' })).toEqual(['untilDate']);
  });

  test('with ten thousand dates is refused, and says what to do, however it says so', () => {
    const daily = weekly([1, 2, 3, 4, 5, 6, 7]);
    for (const end of [{ count: 10_000 }, { untilDate: '2054-07-17' }, { untilDate: '9997-12-31' }])
      expect(ruleFaults(rule({ repeats: daily, ...end }))).toEqual([
        { path: Object.keys(end)[0], message: expect.stringMatching(/at most 400 dates; end it earlier/) },
      ]);
  });
});
