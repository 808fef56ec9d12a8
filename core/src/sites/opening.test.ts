import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMs, contains, epochMs, hourMs, minuteMs } from '../time.ts';
import { atLocalMinute, isOpen, type OpeningHours, siteDay, siteDays } from './opening.ts';

const at = (iso: string) => epochMs(Date.parse(iso));
const iso = (instant: number) => new Date(instant).toISOString().slice(0, 16);
const everyDay = (opensMin: number, closesMin: number): OpeningHours => ({
  weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensMin, closesMin })),
  exceptions: [],
});
const min = (hour: number, minute = 0) => hour * 60 + minute;

/** What the wall clock of the zone shows, found another way than the code under test finds it. */
function wallClock(timeZone: string, instant: number): { readonly date: string; readonly minute: number } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

/** Every zone of the house with the two nights of 2027 on which its clocks change. Kathmandu's never do. */
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

describe.each([
  ['UTC', 0],
  ['America/Los_Angeles', 480],
  ['Australia/Lord_Howe', -660],
])('a cloud whose own clock is in %s', (zone, offsetMin) => {
  const before = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = zone;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  test('is really there', () => {
    expect(new Date('2027-01-15T12:00:00Z').getTimezoneOffset()).toBe(offsetMin);
  });

  test.each(nights)('opens %s from 08:30 to 18:00 as its clocks show them on %s', (timeZone, date) => {
    const { open, startsAt, endsAt } = siteDay(timeZone, everyDay(min(8, 30), min(18)), date);
    expect(open).toHaveLength(1);
    for (let instant: number = startsAt; instant < endsAt; instant += 15 * minuteMs) {
      const wall = wallClock(timeZone, instant);
      expect(wall.date).toBe(date);
      const shown = wall.minute >= min(8, 30) && wall.minute < min(18);
      expect(open.some((span) => contains(span, epochMs(instant)))).toBe(shown);
    }
  });

  test.each(nights)('keeps %s open without a gap round the clock over %s', (timeZone, date) => {
    const day = siteDay(timeZone, everyDay(0, 1440), date);
    expect(day.open).toEqual([{ startsAt: day.startsAt, endsAt: day.endsAt }]);
    const around = { startsAt: addMs(day.startsAt, -30 * hourMs), endsAt: addMs(day.endsAt, 30 * hourMs) };
    const days = siteDays(timeZone, everyDay(0, 1440), around);
    expect(isOpen(days, around)).toBe(true);
    for (const [index, one] of days.slice(1).entries()) expect(one.startsAt).toBe(days[index]?.endsAt);
  });

  // The rule in words: a time that does not exist is the same moment on the clocks of before, one that exists twice is the first.
  test.each([
    ['Europe/London', '2027-03-28', min(1, 30), '2027-03-28T01:30'],
    ['Europe/London', '2027-10-31', min(1, 30), '2027-10-31T00:30'],
    ['America/New_York', '2027-03-14', min(2, 30), '2027-03-14T07:30'],
    ['America/New_York', '2027-11-07', min(1, 30), '2027-11-07T05:30'],
    ['America/Los_Angeles', '2027-03-14', min(2, 30), '2027-03-14T10:30'],
    ['America/Los_Angeles', '2027-11-07', min(1, 30), '2027-11-07T08:30'],
    ['Australia/Melbourne', '2027-10-03', min(2, 30), '2027-10-02T16:30'],
    ['Australia/Melbourne', '2027-04-04', min(2, 30), '2027-04-03T15:30'],
    ['Australia/Lord_Howe', '2027-10-03', min(2, 15), '2027-10-02T15:45'],
    ['Australia/Lord_Howe', '2027-04-04', min(1, 45), '2027-04-03T14:45'],
    ['Asia/Kathmandu', '2027-03-28', min(2, 30), '2027-03-27T20:45'],
  ])('reads %s %s, minute %d, as %s', (timeZone, date, minute, utc) => {
    expect(iso(atLocalMinute(timeZone, date, minute))).toBe(utc);
  });

  test('hours that lie whole in the hour that is left out move with it, and never turn round', () => {
    const early = siteDay('Europe/London', everyDay(min(1), min(2)), '2027-03-28');
    expect(early.open.map(({ startsAt, endsAt }) => [iso(startsAt), iso(endsAt)])).toEqual([]);
    const late = siteDay('Europe/London', everyDay(min(1, 15), min(2, 30)), '2027-03-28');
    expect(late.open.map(({ startsAt, endsAt }) => [iso(startsAt), iso(endsAt)])).toEqual([
      ['2027-03-28T01:15', '2027-03-28T01:30'],
    ]);
  });

  test('closing at the end of a long day is the first instant of the next', () => {
    const day = siteDay('Australia/Lord_Howe', everyDay(min(20), 1440), '2027-04-04');
    expect(day.open[0]?.endsAt).toBe(at('2027-04-04T13:30:00Z'));
    expect((day.endsAt - day.startsAt) / hourMs).toBe(24.5);
  });
});

describe('opening hours', () => {
  const office: OpeningHours = {
    weekly: [1, 2, 3, 4, 5].flatMap((weekday) => [
      { weekday, opensMin: min(13), closesMin: min(18) },
      { weekday, opensMin: min(8), closesMin: min(12) },
    ]),
    exceptions: [
      { date: '2027-12-25', hours: [], note: 'Christmas Day' },
      { date: '2027-12-27', hours: [], note: 'Boxing Day, in lieu' },
      { date: '2027-12-24', hours: [{ opensMin: min(8), closesMin: min(12) }], note: 'Christmas Eve' },
      { date: '2027-12-26', hours: [{ opensMin: min(10), closesMin: min(16) }], note: 'Sale' },
    ],
  };
  const day = (date: string) => siteDay('Europe/London', office, date);

  test('a day may open more than once, and its spans come in order', () => {
    expect(day('2027-06-07').open.map(({ startsAt }) => iso(startsAt))).toEqual([
      '2027-06-07T07:00',
      '2027-06-07T12:00',
    ]);
  });

  test('a holiday is closed and says why; an exception opens a Sunday too', () => {
    expect(day('2027-12-27')).toMatchObject({ open: [], note: 'Boxing Day, in lieu' });
    expect(day('2027-12-26').open.map(({ startsAt }) => iso(startsAt))).toEqual(['2027-12-26T10:00']);
    expect(day('2027-12-24').open).toHaveLength(1);
    expect(day('2027-12-19').open).toEqual([]);
  });

  test('a booking over the lunch break is outside, one that ends as it begins is inside', () => {
    const days = [day('2027-06-07')];
    const span = (from: string, to: string) => ({
      startsAt: at(`2027-06-07T${from}:00Z`),
      endsAt: at(`2027-06-07T${to}:00Z`),
    });
    expect(isOpen(days, span('10:00', '11:00'))).toBe(true);
    expect(isOpen(days, span('10:00', '12:30'))).toBe(false);
    expect(isOpen(days, span('11:00', '12:00'))).toBe(false);
    expect(isOpen([], span('10:00', '11:00'))).toBe(false);
  });

  test('is open for a span exactly when it is open at every quarter-hour of it', () => {
    const quarters = fc.integer({ min: 0, max: 96 });
    const hours = fc.array(
      fc.record({ weekday: fc.integer({ min: 1, max: 7 }), from: quarters, to: quarters }),
      { maxLength: 12 },
    );
    const wanted = fc.tuple(fc.nat(96 * 5), fc.integer({ min: 1, max: 120 }));
    fc.assert(
      fc.property(fc.constantFrom(...nights), hours, wanted, ([timeZone, date], shapes, [start, length]) => {
        const weekly = shapes
          .filter(({ from, to }) => from < to)
          .map(({ weekday, from, to }) => ({ weekday, opensMin: from * 15, closesMin: to * 15 }));
        const opening = { weekly, exceptions: [] };
        const first = addMs(siteDay(timeZone, opening, date).startsAt, -48 * hourMs);
        const startsAt = addMs(first, start * 15 * minuteMs);
        const span = { startsAt, endsAt: addMs(startsAt, length * 15 * minuteMs) };
        const days = siteDays(timeZone, opening, span);
        const isOpenAt = (instant: number) =>
          days.some(({ open }) => open.some((one) => contains(one, epochMs(instant))));
        const quartersOpen = Array.from({ length }, (_, n) => isOpenAt(startsAt + n * 15 * minuteMs));
        expect(isOpen(days, span)).toBe(quartersOpen.every(Boolean));
      }),
    );
  });
});
