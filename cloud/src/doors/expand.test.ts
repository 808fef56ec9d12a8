import type { DoorId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import type { OpeningHours } from '@lintel/core/sites/opening.ts';
import { epochMs, hourMs } from '@lintel/core/time.ts';
import { describe, expect, test } from 'vitest';
import { endless, grantsOfMembership, type MembershipTerms, openSpans } from './expand.ts';

const open = (days: readonly number[], opensMin: number, closesMin: number): { opening: OpeningHours } => ({
  opening: { weekly: days.map((weekday) => ({ weekday, opensMin, closesMin })), exceptions: [] },
});
const weekdays = open([1, 2, 3, 4, 5], 8 * 60, 20 * 60);
const everyDay = open([1, 2, 3, 4, 5, 6, 7], 0, 24 * 60);
const utc = (text: string) => epochMs(Date.parse(text));

const terms: MembershipTerms = {
  id: 'membership',
  planName: 'Hot desk',
  access: 'hours',
  doorIds: [id<DoorId>('00000000-0000-8000-8000-000000000001')],
  span: { startsAt: epochMs(0), endsAt: endless },
};

describe('opening hours', () => {
  test('are open on weekdays from eight to eight by the clock on the wall, in winter and in summer', () => {
    const london = { ...weekdays, timeZone: 'Europe/London' };
    const spans = openSpans(london, utc('2027-03-26T12:00Z'), 4).map(({ date, span }) => [
      date,
      new Date(span.startsAt).toISOString(),
    ]);
    expect(spans).toEqual([
      ['2027-03-26', '2027-03-26T08:00:00.000Z'],
      ['2027-03-29', '2027-03-29T07:00:00.000Z'],
    ]);
  });

  test('of a whole day last 23 and 25 hours when the clocks change, and 23.5 and 24.5 on Lord Howe', () => {
    for (const [timeZone, from, days, hours] of [
      ['Europe/London', '2027-03-28T12:00Z', 1, 23],
      ['Europe/London', '2027-10-31T12:00Z', 1, 25],
      ['Australia/Lord_Howe', '2027-04-04T00:00Z', 1, 24.5],
      ['Australia/Lord_Howe', '2027-10-03T00:00Z', 1, 23.5],
    ] as const) {
      const [open] = openSpans({ ...everyDay, timeZone }, utc(from), days);
      expect(open && (open.span.endsAt - open.span.startsAt) / hourMs).toBe(hours);
    }
  });

  test('of days that follow each other leave no instant out', () => {
    const spans = openSpans({ ...everyDay, timeZone: 'America/Los_Angeles' }, utc('2027-10-25T12:00Z'), 21);
    expect(spans).toHaveLength(21);
    for (const [index, { span }] of spans.entries()) {
      const next = spans[index + 1];
      if (next) expect(next.span.startsAt).toBe(span.endsAt);
    }
  });
});

describe('a membership', () => {
  const london = { ...weekdays, timeZone: 'Europe/London' };
  const monday = utc('2027-06-07T06:00Z');

  test('in the hours gives ten grants for two weeks, the same whenever they are worked out', () => {
    const grants = grantsOfMembership(terms, london, monday);
    expect(grants).toHaveLength(10);
    const later = grantsOfMembership(terms, london, utc('2027-06-07T19:00Z'));
    expect(later).toEqual(grants);
  });

  test('that ends at noon opens nothing after noon', () => {
    const endsAt = utc('2027-06-08T11:00Z');
    const grants = grantsOfMembership({ ...terms, span: { ...terms.span, endsAt } }, london, monday);
    expect(grants.map((grant) => grant.span.endsAt)).toEqual([utc('2027-06-07T19:00Z'), endsAt]);
  });

  test('of a plan with no access, or without doors at this site, opens nothing; one of 24 hours opens always', () => {
    expect(grantsOfMembership({ ...terms, access: 'none' }, london, monday)).toEqual([]);
    expect(grantsOfMembership({ ...terms, doorIds: [] }, london, monday)).toEqual([]);
    expect(
      grantsOfMembership({ ...terms, access: 'always' }, london, monday).map((grant) => grant.span),
    ).toEqual([terms.span]);
  });
});
