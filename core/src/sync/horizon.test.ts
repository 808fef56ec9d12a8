import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMs, epochMs, hourMs, minuteMs, quarterMs } from '../time.ts';
import { nextHorizon, ownerOf } from './horizon.ts';

const noon = epochMs(Date.parse('2027-03-01T12:00:00Z'));

describe('the horizon', () => {
  test('gives what ends by it to the site, what starts at it to the cloud, what crosses it to both', () => {
    expect(ownerOf({ startsAt: addMs(noon, -hourMs), endsAt: noon }, noon)).toBe('site');
    expect(ownerOf({ startsAt: noon, endsAt: addMs(noon, hourMs) }, noon)).toBe('cloud');
    expect(ownerOf({ startsAt: addMs(noon, -1), endsAt: addMs(noon, 1) }, noon)).toBe('both');
  });

  test('no two spans of different owners overlap, wherever it stands', () => {
    const anySpan = fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 300 })).map(([start, length]) => ({
      startsAt: addMs(noon, start * minuteMs),
      endsAt: addMs(noon, (start + length) * minuteMs),
    }));
    fc.assert(
      fc.property(anySpan, anySpan, fc.nat(1200), (a, b, cutMin) => {
        const cut = addMs(noon, cutMin * minuteMs);
        if (ownerOf(a, cut) !== 'site' || ownerOf(b, cut) !== 'cloud') return;
        expect(a.endsAt).toBeLessThanOrEqual(b.startsAt);
      }),
    );
  });

  test('moves to the quarter-hour and never back, whatever the clock says', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -600, max: 600 }), { minLength: 1 }), (clock) => {
        let current = epochMs(0);
        for (const min of clock) {
          const next = nextHorizon(current, addMs(noon, min * minuteMs), 36);
          if (next === undefined) continue;
          expect(next).toBeGreaterThan(current);
          expect(next % quarterMs).toBe(0);
          current = next;
        }
      }),
    );
  });
});
