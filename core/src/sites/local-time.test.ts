import { describe, expect, test } from 'vitest';
import { epochMs, hourMs } from '../time.ts';
import { localClock, localDate, localDay } from './local-time.ts';

const at = (iso: string) => epochMs(Date.parse(iso));

describe('the local day of a site', () => {
  test.each([
    ['Europe/London', '2027-03-28', 23],
    ['Europe/London', '2027-10-31', 25],
    ['America/Los_Angeles', '2027-03-14', 23],
    ['Australia/Lord_Howe', '2027-04-04', 24.5],
    ['Australia/Lord_Howe', '2027-10-03', 23.5],
    ['Asia/Kathmandu', '2027-03-28', 24],
  ])('%s on %s has %d hours', (timeZone, date, hours) => {
    const day = localDay(timeZone, date);
    expect((day.endsAt - day.startsAt) / hourMs).toBe(hours);
    expect(localDate(timeZone, day.startsAt)).toBe(date);
    expect(localDate(timeZone, epochMs(day.endsAt - 1))).toBe(date);
  });

  test('a clock names the day when it is not today', () => {
    const clock = localClock('Australia/Melbourne', at('2026-11-22T00:00:00Z'));
    expect(clock(at('2026-11-22T03:05:00Z'))).toBe('14:05');
    expect(clock(at('2026-11-23T03:05:00Z'))).toBe('14:05 on Mon 23 Nov');
  });
});
