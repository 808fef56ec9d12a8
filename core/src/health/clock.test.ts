import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { epochMs } from '../time.ts';
import { agreesWith, type ClockMemory, judgeClock } from './clock.ts';

const noon = 1_800_000_000_000;
const anchor = { wallMs: noon, monoMs: 1_000, bootId: 'a', by: 'ntp' } as const;
const memory: ClockMemory = { floorAt: epochMs(noon), anchor };

describe('the clock of a box', () => {
  test('is trusted for the rest of the boot once it was right', () => {
    expect(judgeClock({ wallMs: noon + 60_000, monoMs: 61_000, bootId: 'a' }, memory).trust).toBe('trusted');
  });

  test('is only a lower bound after a restart of the machine, until somebody confirms it', () => {
    expect(judgeClock({ wallMs: noon + 60_000, monoMs: 500, bootId: 'b' }, memory).trust).toBe('bounded');
  });

  test('set three hours ahead by hand is not trusted', () => {
    expect(judgeClock({ wallMs: noon + 3 * 3_600_000, monoMs: 61_000, bootId: 'a' }, memory).trust).toBe(
      'bounded',
    );
  });

  test('set back stays at the floor', () => {
    const verdict = judgeClock({ wallMs: noon - 3 * 3_600_000, monoMs: 61_000, bootId: 'a' }, memory);
    expect(verdict).toMatchObject({ at: noon, trust: 'bounded' });
  });

  test('of a box that never knew the time is unknown', () => {
    expect(
      judgeClock({ wallMs: 5_000, monoMs: 5_000, bootId: 'a' }, { floorAt: epochMs(0), anchor: undefined })
        .trust,
    ).toBe('unknown');
  });

  test('never reads earlier than what was proved', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 * noon }),
        fc.nat(noon),
        fc.nat(),
        (wallMs, floorAt, monoMs) => {
          const { at } = judgeClock({ wallMs, monoMs, bootId: 'a' }, { floorAt: epochMs(floorAt), anchor });
          expect(at).toBeGreaterThanOrEqual(floorAt);
        },
      ),
    );
  });

  test('agrees with the cloud only when the answer came quickly and the two are close', () => {
    const reading = { wallMs: noon, monoMs: 0, bootId: 'a' };
    expect(agreesWith(epochMs(noon + 1_000), reading, 100)).toBe(true);
    expect(agreesWith(epochMs(noon + 10_000), reading, 100)).toBe(false);
    expect(agreesWith(epochMs(noon), reading, 30_000)).toBe(false);
  });
});
