import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { BookingId, ResourceId } from '@lintel/core/ids.ts';
import { addMs, epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { describe, expect, it } from 'vitest';
import { chargeText, creditText, moneyText } from './charge-text.ts';
import { differences } from './differences.ts';
import { isOpen, stateWords } from './state-words.ts';
import { firstLength, lengthsOf, startsOf } from './times.ts';

const nine = epochMs(Date.UTC(2027, 0, 6, 9));
const booking: BookingView = {
  id: 'b' as BookingId,
  resourceId: 'r' as ResourceId,
  resourceName: 'Thames',
  title: 'Review',
  startsAt: nine,
  endsAt: addMs(nine, hourMs),
  state: 'confirmed',
  source: 'portal',
  mine: true,
  purpose: 'use',
  people: 2,
  version: 3,
};

describe('a price', () => {
  it('is said in time, credits and money, as many as it takes', () => {
    const charge = { includedMs: 90 * minuteMs, creditCents: 250, amount: 1250 };
    expect(chargeText(charge, 'GBP')).toBe('1 h 30 min of included time, 2.5 credits and £12.50');
    expect(chargeText({ ...charge, includedMs: 0, amount: 0 }, 'GBP')).toBe('2.5 credits');
    expect(chargeText({ includedMs: 0, creditCents: 0, amount: 0 }, 'GBP')).toBeUndefined();
  });

  it('is written in the minor units of its currency', () => {
    expect([moneyText(1200, 'JPY'), moneyText(1234, 'KWD')]).toEqual(['JP¥1,200', 'KWD\u00a01.234']);
    expect([creditText(100), creditText(5)]).toEqual(['1 credit', '0.05 credits']);
  });
});

describe('times to choose from', () => {
  const steps = { stepMin: 5, lengthMinMin: 15, lengthMaxMin: 480 };

  it('begin with the step under way and end with the day', () => {
    const day = { startsAt: nine, endsAt: addMs(nine, hourMs) };
    const starts = startsOf(steps, day, addMs(nine, 32 * minuteMs));
    expect(starts.map((at) => (at - nine) / minuteMs)).toEqual([30, 35, 40, 45, 50, 55]);
  });

  it('are fine up to an hour, then quarters, then hours, and never beyond the longest', () => {
    const lengths = lengthsOf(steps);
    expect(lengths.slice(0, 4)).toEqual([15, 20, 25, 30]);
    expect(lengths).toContain(75);
    expect(lengths).not.toContain(80);
    expect(lengths.at(-1)).toBe(480);
  });

  it('begin with an hour, with what was drawn, or with what is left of the stretch', () => {
    expect(firstLength(steps, nine, undefined)).toBe(60);
    expect(firstLength(steps, nine, addMs(nine, 25 * minuteMs))).toBe(25);
    expect(firstLength(steps, nine, undefined, addMs(nine, 42 * minuteMs))).toBe(40);
  });
});

describe('a booking', () => {
  it('is over once it has ended, and kept for its reader while it is an offer', () => {
    expect(stateWords(booking, addMs(nine, 2 * hourMs)).word).toBe('Over');
    expect(stateWords({ ...booking, purpose: 'hold' }, nine).word).toBe('Kept for you');
    expect(isOpen({ ...booking, state: 'cancelled' }, nine)).toBe(false);
  });

  it('that somebody changed says what is other about it, in the time of its site', () => {
    const now = { ...booking, version: 5, startsAt: addMs(nine, hourMs), endsAt: addMs(nine, 2 * hourMs) };
    expect(differences(booking, now, 'Europe/London')).toEqual([
      'It is on Wednesday 6 January, 10:00–11:00 now; it was Wed 6 Jan, 09:00–10:00.',
    ]);
    expect(differences(booking, { ...booking, version: 4 }, 'Europe/London')).toEqual([]);
    expect(differences(booking, { ...booking, state: 'cancelled' }, 'Europe/London')).toEqual([
      'It is “Cancelled” now.',
    ]);
  });
});
