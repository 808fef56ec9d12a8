import { epochMs, hourMs } from '@lintel/core/time.ts';
import { describe, expect, it } from 'vitest';
import { clock } from '../zone.ts';
import { hourTicks, placed, visibleSpan } from './geometry.ts';

const at = (text: string) => epochMs(Date.parse(text));
const london = 'Europe/London';
const winter = { startsAt: at('2026-01-14T00:00:00Z'), endsAt: at('2026-01-15T00:00:00Z') };
const spring = { startsAt: at('2026-03-29T00:00:00Z'), endsAt: at('2026-03-29T23:00:00Z') };
const autumn = { startsAt: at('2026-10-24T23:00:00Z'), endsAt: at('2026-10-26T00:00:00Z') };

describe('the hours of a day', () => {
  it('are 23, 24 or 25, each with the name the wall clock gives it', () => {
    expect([spring, winter, autumn].map((day) => hourTicks(day, london).length - 1)).toEqual([23, 24, 25]);
    expect(hourTicks(spring, london).map((tick) => tick.label)).not.toContain('01:00');
    expect(hourTicks(autumn, london).filter((tick) => tick.label === '01:00')).toHaveLength(2);
  });
});

describe('what is drawn of a day', () => {
  const clocks = (span: { startsAt: number; endsAt: number }) => [
    clock(span.startsAt, london),
    clock(span.endsAt, london),
  ];

  it('is seven to nine in the site’s own time, also when clocks change', () => {
    for (const day of [winter, spring, autumn])
      expect(clocks(visibleSpan(day, london, []))).toEqual(['07:00', '21:00']);
  });

  it('widens to the whole hours an early or late booking touches', () => {
    const early = { startsAt: at('2026-01-14T05:15:00Z'), endsAt: at('2026-01-14T06:00:00Z') };
    const late = { startsAt: at('2026-01-14T21:30:00Z'), endsAt: at('2026-01-14T22:10:00Z') };
    expect(clocks(visibleSpan(winter, london, [early, late]))).toEqual(['05:00', '23:00']);
  });

  it('stays within the day when a booking reaches over midnight', () => {
    const over = { startsAt: at('2026-01-13T22:00:00Z'), endsAt: at('2026-01-14T01:00:00Z') };
    expect(visibleSpan(winter, london, [over]).startsAt).toBe(winter.startsAt);
  });

  it('places a span by its share of the whole and cuts what sticks out', () => {
    const visible = { startsAt: winter.startsAt, endsAt: epochMs(winter.startsAt + 10 * hourMs) };
    const span = {
      startsAt: epochMs(winter.startsAt - hourMs),
      endsAt: epochMs(winter.startsAt + 5 * hourMs),
    };
    expect(placed(span, visible)).toEqual({ left: 0, width: 0.5 });
    expect(placed({ startsAt: visible.endsAt, endsAt: winter.endsAt }, visible)).toBeUndefined();
  });
});
