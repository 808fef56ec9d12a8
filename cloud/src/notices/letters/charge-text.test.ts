import { hourMs, minuteMs } from '@lintel/core/time.ts';
import { expect, test } from 'vitest';
import { chargeText, moneyText } from './charge-text.ts';

const nothing = { includedMs: 0, creditCents: 0, amount: 0 };

test('what a booking takes is said in hours, credits and money, and not at all when it takes nothing', () => {
  expect(chargeText(nothing, 'GBP')).toBeUndefined();
  expect(chargeText({ ...nothing, includedMs: 90 * minuteMs }, 'GBP')).toBe(
    '1 h 30 min of the month’s hours',
  );
  expect(chargeText({ includedMs: hourMs, creditCents: 250, amount: 1234 }, 'GBP')).toBe(
    '1 h of the month’s hours, 2.5 credits and £12.34',
  );
  expect(chargeText({ ...nothing, creditCents: 100, amount: 5 }, 'GBP')).toBe('1 credit and £0.05');
});

test('money has as many digits as its currency', () => {
  expect(moneyText(1234, 'JPY')).toBe('JP¥1,234');
  expect(moneyText(1234, 'KWD')).toMatch(/1\.234/);
  expect(moneyText(-50, 'AUD')).toMatch(/^-A\$0\.50/);
});
