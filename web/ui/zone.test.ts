import { epochMs } from '@lintel/core/time.ts';
import { describe, expect, it } from 'vitest';
import {
  agoText,
  clock,
  dateAfter,
  dateOf,
  dayAndClock,
  foreignZone,
  instantAt,
  lengthText,
  spanText,
} from './zone.ts';

const at = (text: string) => epochMs(Date.parse(text));

describe('times on a screen', () => {
  it('are those of the site, wherever the reader is', () => {
    const noon = at('2026-06-03T11:30:00Z');
    expect(clock(noon, 'Europe/London')).toBe('12:30');
    expect(clock(noon, 'Australia/Melbourne')).toBe('21:30');
    expect(dayAndClock(noon, 'Australia/Lord_Howe')).toBe('Wed 3 Jun, 22:00');
  });

  it('name the zone to a reader whose clock differs, and to nobody else', () => {
    const summer = at('2026-06-03T11:30:00Z');
    expect(foreignZone(summer, 'Europe/London', 'Europe/Paris')).toMatch(/^London time \((BST|GMT\+1)\)$/);
    expect(foreignZone(summer, 'Europe/London', 'Europe/Lisbon')).toBeUndefined();
  });

  it('put midnight at the start of the day that begins, also where clocks change', () => {
    expect(dateOf(at('2026-03-29T00:00:00Z'), 'Europe/London')).toBe('2026-03-29');
    expect(
      spanText({ startsAt: at('2026-03-29T00:30:00Z'), endsAt: at('2026-03-29T01:30:00Z') }, 'Europe/London'),
    ).toBe('00:30–02:30');
  });

  it('step through dates over months, years and leap days', () => {
    expect(dateAfter('2026-12-31', 1)).toBe('2027-01-01');
    expect(dateAfter('2028-03-01', -1)).toBe('2028-02-29');
  });

  it('say lengths and ages as people do', () => {
    expect([15, 60, 150].map(lengthText)).toEqual(['15 min', '1 h', '2 h 30 min']);
    expect([1_000, 40_000, 12 * 60_000, 3 * 3_600_000, 50 * 3_600_000].map(agoText)).toEqual([
      'just now',
      '40 s ago',
      '12 min ago',
      '3 h ago',
      '2 days ago',
    ]);
  });
});

describe('a wall-clock time at a site', () => {
  const at = (date: string, hour: number, minute: number, zone: string) =>
    new Date(instantAt(date, hour * 60 + minute, zone)).toISOString();

  it('is the instant its clocks show it', () => {
    expect(at('2027-06-02', 14, 0, 'Europe/London')).toBe('2027-06-02T13:00:00.000Z');
    expect(at('2027-06-02', 14, 0, 'Asia/Kathmandu')).toBe('2027-06-02T08:15:00.000Z');
    expect(at('2027-01-02', 9, 0, 'America/Los_Angeles')).toBe('2027-01-02T17:00:00.000Z');
    expect(at('2027-06-02', 24, 0, 'Europe/London')).toBe('2027-06-02T23:00:00.000Z');
  });

  it('that the clocks jump over is read on the clocks of before, and one that comes twice is the first', () => {
    expect(at('2027-03-28', 1, 30, 'Europe/London')).toBe('2027-03-28T01:30:00.000Z');
    expect(at('2027-10-31', 1, 30, 'Europe/London')).toBe('2027-10-31T00:30:00.000Z');
    expect(at('2027-10-03', 2, 15, 'Australia/Lord_Howe')).toBe('2027-10-02T15:45:00.000Z');
    expect(at('2027-04-04', 1, 45, 'Australia/Lord_Howe')).toBe('2027-04-03T14:45:00.000Z');
  });
});
