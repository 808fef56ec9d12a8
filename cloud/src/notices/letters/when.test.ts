import { epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { describe, expect, test } from 'vitest';
import { dateText, instantText, isTimeZone, readersWhen, shortWhen, whenText } from './when.ts';

const at = (text: string) => epochMs(Date.parse(text));
const span = (from: string, to: string) => ({ startsAt: at(from), endsAt: at(to) });

describe('a time in a mail', () => {
  test('is the site’s, and says so, wherever the cloud runs', () => {
    const june = span('2027-06-02T08:30:00Z', '2027-06-02T09:00:00Z');
    expect(whenText(june, 'Europe/London')).toBe('Wednesday 2 June 2027, 09:30–10:00, London time (BST)');
    expect(whenText(june, 'Asia/Kathmandu')).toBe(
      'Wednesday 2 June 2027, 14:15–14:45, Kathmandu time (GMT+5:45)',
    );
    expect(whenText(june, 'Australia/Lord_Howe')).toBe(
      'Wednesday 2 June 2027, 19:00–19:30, Lord Howe time (GMT+10:30)',
    );
    expect(shortWhen(june.startsAt, 'America/New_York')).toBe('Wed 2 Jun 04:30 New York time');
    expect(instantText(june.startsAt, 'Europe/London')).toBe(
      '09:30 on Wednesday 2 June 2027, London time (BST)',
    );
  });

  test('names both days when it goes past midnight', () => {
    expect(whenText(span('2027-06-02T21:00:00Z', '2027-06-03T01:00:00Z'), 'Europe/London')).toBe(
      'Wednesday 2 June 2027, 22:00 – Thursday 3 June 2027, 02:00, London time (BST)',
    );
  });

  test('says which of the two it is when the clocks go back within it', () => {
    expect(whenText(span('2027-10-30T23:30:00Z', '2027-10-31T01:30:00Z'), 'Europe/London')).toBe(
      'Sunday 31 October 2027, 00:30 (BST) – 01:30 (GMT), London time',
    );
    expect(whenText(span('2027-03-28T00:30:00Z', '2027-03-28T01:30:00Z'), 'Europe/London')).toBe(
      'Sunday 28 March 2027, 00:30 (GMT) – 02:30 (BST), London time',
    );
  });

  test('is told in the reader’s zone too, only where their clock shows something else', () => {
    const july = span('2027-07-02T08:00:00Z', '2027-07-02T09:00:00Z');
    expect(readersWhen(july, 'Europe/London', undefined)).toBeUndefined();
    expect(readersWhen(july, 'Europe/London', 'Europe/Lisbon')).toBeUndefined();
    expect(readersWhen(july, 'Europe/London', 'Europe/Berlin')).toBe(
      'Friday 2 July 2027, 10:00–11:00, Berlin time (CEST)',
    );
    // New York's clocks change two weeks before London's: four hours between them, then five again.
    const march = {
      startsAt: at('2027-03-20T14:00:00Z'),
      endsAt: epochMs(at('2027-03-20T14:00:00Z') + hourMs),
    };
    expect(readersWhen(march, 'America/New_York', 'Europe/London')).toContain('14:00–15:00');
    expect(whenText(march, 'America/New_York')).toContain('10:00–11:00');
    const sameClockOtherDay = {
      startsAt: at('2027-07-02T08:00:00Z'),
      endsAt: epochMs(at('2027-07-02T08:00:00Z') + 30 * minuteMs),
    };
    expect(readersWhen(sameClockOtherDay, 'Pacific/Pago_Pago', 'Pacific/Apia')).toContain('Friday 2 July');
  });

  test('knows a zone by its name and turns down what is none', () => {
    expect(['Europe/London', 'Australia/Lord_Howe', 'UTC'].map(isTimeZone)).toEqual([true, true, true]);
    expect(['', 'London', '+01:00', 'Europe/Nowhere', 'x'.repeat(100)].map(isTimeZone)).toEqual(
      Array(5).fill(false),
    );
  });

  test('leaves a date alone', () => {
    expect(dateText('2027-03-28')).toBe('Sunday 28 March 2027');
  });
});
