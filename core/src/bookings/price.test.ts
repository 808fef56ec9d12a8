import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hourMs, minuteMs } from '../time.ts';
import { type Charge, listPrice, minus, noCharge, plus, quote, refund, refundPercent } from './price.ts';

const room = { kind: 'room', creditCentsPerHour: 200, pricePerHour: 3_000 } as const;
const includes = { includedKinds: ['room'] } as const;
const anyCharge: fc.Arbitrary<Charge> = fc.record({
  includedMs: fc.nat(10 * hourMs),
  creditCents: fc.nat(10_000),
  amount: fc.nat(1_000_000),
});

describe('what a booking takes', () => {
  test('is included time first, then credits, then money for the rest', () => {
    expect(quote(room, 3 * hourMs, includes, { includedMs: hourMs, creditCents: 200 })).toEqual({
      includedMs: hourMs,
      creditCents: 200,
      amount: 3_000,
    });
  });

  test('is all money in a kind that is not included, and where there are no credits', () => {
    const free = { includedMs: hourMs, creditCents: 0 };
    expect(quote({ ...room, kind: 'desk' }, hourMs, includes, free)).toEqual({ ...noCharge, amount: 3_000 });
    expect(
      quote(
        { ...room, creditCentsPerHour: 0 },
        hourMs,
        { includedKinds: [] },
        { includedMs: 0, creditCents: 999 },
      ),
    ).toEqual({
      ...noCharge,
      amount: 3_000,
    });
  });

  test('is nothing where nothing has a price', () => {
    const free = { kind: 'room', creditCentsPerHour: 0, pricePerHour: 0 } as const;
    expect(quote(free, 5 * hourMs, includes, { includedMs: 0, creditCents: 0 })).toEqual(noCharge);
  });

  test('takes no more than is left, never less than nothing, and a month that is overdrawn gives nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 24 * 60 }),
        fc.record({
          includedMs: fc.integer({ min: -hourMs, max: 9 * hourMs }),
          creditCents: fc.integer({ min: -500, max: 900 }),
        }),
        fc.record({ creditCentsPerHour: fc.nat(500), pricePerHour: fc.nat(9_999) }),
        (minutes, left, prices) => {
          const lengthMs = minutes * minuteMs;
          const taken = quote({ ...room, ...prices }, lengthMs, includes, left);
          expect(taken.includedMs).toBeGreaterThanOrEqual(0);
          expect(taken.includedMs).toBeLessThanOrEqual(Math.max(0, left.includedMs));
          expect(taken.creditCents).toBeGreaterThanOrEqual(0);
          expect(taken.creditCents).toBeLessThanOrEqual(Math.max(0, left.creditCents));
          expect(taken.amount).toBeGreaterThanOrEqual(0);
          expect(taken.amount).toBeLessThanOrEqual(listPrice(prices, lengthMs).amount);
          for (const part of Object.values(taken)) expect(Number.isSafeInteger(part)).toBe(true);
        },
      ),
    );
  });

  test('is never more with more left', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.nat(900),
        fc.nat(300),
        (minutes, creditCents, more) => {
          const with_ = (cents: number) =>
            quote(room, minutes * minuteMs, { includedKinds: [] }, { includedMs: 0, creditCents: cents })
              .amount;
          expect(with_(creditCents + more)).toBeLessThanOrEqual(with_(creditCents));
        },
      ),
    );
  });
});

describe('what comes back', () => {
  test('and what stays sum to the charge, whatever the percentage', () => {
    fc.assert(
      fc.property(anyCharge, fc.nat(100), (charge, percent) => {
        const { given, stays } = refund(charge, percent);
        expect(plus(given, stays)).toEqual(charge);
        expect(minus(charge, given)).toEqual(stays);
        for (const part of [...Object.values(given), ...Object.values(stays)])
          expect(part).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('is all at a hundred percent and nothing at none', () => {
    fc.assert(
      fc.property(anyCharge, (charge) => {
        expect(refund(charge, 100)).toEqual({ given: charge, stays: noCharge });
        expect(refund(charge, 0)).toEqual({ given: noCharge, stays: charge });
      }),
    );
  });

  test('is everything in good time, and later what the plan says', () => {
    const plan = { cancelFreeMs: 24 * hourMs, lateRefundPercent: 40, noShowRefundPercent: 10 };
    expect(refundPercent(plan, 'cancelled', 24 * hourMs)).toBe(100);
    expect(refundPercent(plan, 'cancelled', 24 * hourMs - 1)).toBe(40);
    expect(refundPercent(plan, 'cancelled', -minuteMs)).toBe(40);
    expect(refundPercent(plan, 'released', -minuteMs)).toBe(10);
  });

  test('is everything until the start and nothing after for whoever has no plan', () => {
    expect(refundPercent(undefined, 'cancelled', 0)).toBe(100);
    expect(refundPercent(undefined, 'cancelled', -1)).toBe(0);
    expect(refundPercent(undefined, 'released', -minuteMs)).toBe(0);
  });
});
