import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Booking } from '../bookings/booking.ts';
import { type Charge, noCharge, plus, quote } from '../bookings/price.ts';
import type { BookingId, HolderId, SiteId } from '../ids.ts';
import { epochMs, hourMs } from '../time.ts';
import { type Booked, type Entry, entriesFor, overages, periodOf, rest, sum, takes } from './ledger.ts';
import { shareOf } from './share.ts';

const ada = 'ada' as HolderId;
const ben = 'ben' as HolderId;
type Version = Pick<Booking, 'holderId' | 'state' | 'charge'>;
const charge = (includedH: number, creditCents = 0, amount = 0): Charge => ({
  includedMs: includedH * hourMs,
  creditCents,
  amount,
});
const version = (of: Charge, more: Partial<Version> = {}): Version => ({
  holderId: ada,
  state: 'confirmed',
  charge: of,
  ...more,
});

describe('the month a booking is charged to', () => {
  test.each([
    ['Europe/London', '2027-03-31T22:30:00Z', '2027-03'],
    ['Europe/London', '2027-03-31T23:30:00Z', '2027-04'],
    ['Australia/Melbourne', '2027-03-31T13:30:00Z', '2027-04'],
    ['America/Los_Angeles', '2027-04-01T06:30:00Z', '2027-03'],
    ['Asia/Kathmandu', '2027-04-30T18:20:00Z', '2027-05'],
  ])('is that of its start on the wall clock of %s: %s is in %s', (timeZone, startsAt, period) => {
    expect(periodOf(timeZone, epochMs(Date.parse(startsAt)))).toBe(period);
  });
});

describe('the ledger of a booking', () => {
  const write = (versions: readonly (readonly [Version, string])[], kept: Entry[] = []) => {
    for (const [one, period] of versions) kept.push(...entriesFor(one, period, kept));
    return kept;
  };

  test('says what the version takes, and nothing new when it is heard again', () => {
    const kept = write([[version(charge(2)), '2027-03']]);
    expect(kept).toEqual([{ holderId: ada, period: '2027-03', charge: charge(2) }]);
    expect(entriesFor(version(charge(2)), '2027-03', kept)).toEqual([]);
  });

  test('a cancel gives back what does not stay', () => {
    const kept = write([
      [version(charge(2, 0, 1000)), '2027-03'],
      [version(charge(0, 0, 500), { state: 'cancelled' }), '2027-03'],
    ]);
    expect(kept.at(-1)).toEqual({ holderId: ada, period: '2027-03', charge: charge(-2, 0, -500) });
  });

  test('a request the site refused takes nothing', () => {
    expect(takes(version(charge(2), { state: 'refused' }))).toEqual(noCharge);
    const kept = write([
      [version(charge(2), { state: 'requested' }), '2027-03'],
      [version(charge(2), { state: 'refused' }), '2027-03'],
    ]);
    expect(sum(kept)).toEqual(noCharge);
  });

  test('a booking handed to another is theirs alone, and one moved to another month counts there alone', () => {
    const kept = write([
      [version(charge(2)), '2027-03'],
      [version(charge(1, 50), { holderId: ben }), '2027-04'],
    ]);
    expect(sum(kept.filter((entry) => entry.holderId === ada))).toEqual(noCharge);
    expect(sum(kept.filter((entry) => entry.holderId === ben))).toEqual(charge(1, 50));
    expect(kept.at(-1)?.period).toBe('2027-04');
  });

  test('a walk-in without a name is in nobody’s month', () => {
    expect(entriesFor(version(charge(1), { holderId: undefined }), '2027-03', [])).toEqual([]);
  });

  test('comes to what the last version takes, whatever came before, doubled or left out', () => {
    const states = fc.constantFrom(
      'requested',
      'confirmed',
      'refused',
      'cancelled',
      'released',
      'checked_in',
    );
    const versions = fc.array(
      fc.record({
        holderId: fc.constantFrom(ada, ben, undefined),
        state: states,
        charge: fc.record({ includedMs: fc.nat(9), creditCents: fc.nat(9), amount: fc.nat(9) }),
        period: fc.constantFrom('2027-03', '2027-04'),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(versions, (all) => {
        const kept = write(all.map((one) => [one as Version, one.period]));
        const last = all.at(-1);
        for (const holderId of [ada, ben])
          for (const period of ['2027-03', '2027-04'])
            expect(sum(kept.filter((one) => one.holderId === holderId && one.period === period))).toEqual(
              last?.holderId === holderId && last.period === period ? takes(last as Version) : noCharge,
            );
      }),
    );
  });
});

describe('a month that several sites overspent', () => {
  const booked = (id: string, bookedAt: number, of: Charge): Booked => ({
    bookingId: id as BookingId,
    bookedAt: epochMs(bookedAt),
    charge: of,
    creditCentsPerHour: 200,
    pricePerHour: 1500,
  });

  test('the first booked keeps the included hours, the next takes credits, and the rest is money', () => {
    const found = overages({ includedMs: 2 * hourMs, creditCents: 100 }, [
      booked('second', 2, charge(2)),
      booked('first', 1, charge(1)),
    ]);
    expect(found).toEqual([{ bookingId: 'second', charge: charge(-1, 100, 750) }]);
  });

  test('credits that were not there become the hours they stood for', () => {
    const found = overages({ includedMs: 0, creditCents: 300 }, [
      booked('b', 2, charge(0, 200)),
      booked('a', 1, charge(0, 200)),
    ]);
    expect(found).toEqual([{ bookingId: 'b', charge: charge(0, -100, 750) }]);
  });

  test('where an hour takes no credits the time itself is paid', () => {
    const free = { ...booked('a', 1, charge(3)), creditCentsPerHour: 0 };
    expect(overages({ includedMs: hourMs, creditCents: 500 }, [free])).toEqual([
      { bookingId: 'a', charge: charge(-2, 0, 3000) },
    ]);
  });

  const month = fc.record({ includedMs: fc.nat(20 * hourMs), creditCents: fc.nat(2000) });
  const set = fc.uniqueArray(
    fc.record({
      bookingId: fc.uuid().map((id) => id as BookingId),
      bookedAt: fc.nat(5).map(epochMs),
      charge: fc.record({
        includedMs: fc.nat(6 * hourMs),
        creditCents: fc.nat(800),
        amount: fc.nat(5000),
      }),
      creditCentsPerHour: fc.integer({ min: 1, max: 500 }),
      pricePerHour: fc.nat(9000),
    }),
    { maxLength: 8, selector: (one) => one.bookingId },
  );

  test('included and over come to what was used, nothing is left below nothing, and money is never given', () => {
    fc.assert(
      fc.property(month, set, (allowance, all) => {
        const used = sum(all);
        const over = sum(overages(allowance, all));
        const settled = plus(used, over);
        expect(settled.includedMs).toBe(Math.min(used.includedMs, allowance.includedMs));
        expect(settled.includedMs - over.includedMs).toBe(used.includedMs);
        const left = rest(allowance, settled);
        expect(left.includedMs).toBeGreaterThanOrEqual(0);
        expect(left.creditCents).toBeGreaterThanOrEqual(0);
        expect(over.amount).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('any order of the facts gives the same', () => {
    fc.assert(
      fc.property(month, set, fc.nat(), (allowance, all, turn) => {
        const other = [...all.slice(turn % (all.length + 1)), ...all.slice(0, turn % (all.length + 1))];
        expect(overages(allowance, other.reverse())).toEqual(overages(allowance, all));
      }),
    );
  });

  test('what one judge quoted booking by booking is never overspent', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 16 }), { maxLength: 10 });
    fc.assert(
      fc.property(month, lengths, (allowance, quarters) => {
        const resource = { kind: 'room', creditCentsPerHour: 200, pricePerHour: 1500 } as const;
        const all: Booked[] = [];
        for (const [n, quarter] of quarters.entries()) {
          const quoted = quote(
            resource,
            quarter * 900_000,
            { includedKinds: ['room'] },
            rest(allowance, sum(all)),
          );
          all.push(booked(`b${n}`, n, quoted));
        }
        expect(overages(allowance, all)).toEqual([]);
      }),
    );
  });
});

describe('shares of an allowance', () => {
  test('sum to the whole, and a site outside has none', () => {
    fc.assert(
      fc.property(
        fc.record({ includedMs: fc.nat(), creditCents: fc.nat(10_000) }),
        fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 9 }),
        (allowance, ids) => {
          const siteIds = ids as SiteId[];
          const parts = siteIds.map((siteId) => shareOf(allowance, siteId, siteIds));
          expect(parts.reduce((total, part) => total + part.includedMs, 0)).toBe(allowance.includedMs);
          expect(parts.reduce((total, part) => total + part.creditCents, 0)).toBe(allowance.creditCents);
        },
      ),
    );
    expect(shareOf({ includedMs: 5, creditCents: 5 }, 'x' as SiteId, ['y' as SiteId])).toEqual({
      includedMs: 0,
      creditCents: 0,
    });
  });
});
