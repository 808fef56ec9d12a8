import { expect, test } from 'vitest';
import { Debounce } from './debounce.ts';

const card = (number: number) =>
  ({ kind: 'card', length: 40, bits: String(number).padStart(10, '0') }) as const;

test('a tag that stays in the field is one presentation, however long it stays', () => {
  const debounce = new Debounce(300);
  const fresh = Array.from({ length: 100 }, (_, i) => debounce.isFresh(card(1), i * 65));
  expect(fresh.filter(Boolean)).toHaveLength(1);
});

test('a tag taken away and shown again counts again', () => {
  const debounce = new Debounce(300);
  expect(debounce.isFresh(card(1), 0)).toBe(true);
  expect(debounce.isFresh(card(1), 299)).toBe(false);
  expect(debounce.isFresh(card(1), 599)).toBe(true);
});

test('another tag is not kept waiting, and two tags in the field do not take turns', () => {
  const debounce = new Debounce(300);
  expect([card(1), card(2), card(1), card(2)].map((one, i) => debounce.isFresh(one, i * 50))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('a line that babbles is one misread, whatever broke', () => {
  const debounce = new Debounce(300);
  expect(debounce.isFresh({ kind: 'misread', what: 'checksum' }, 0)).toBe(true);
  expect(debounce.isFresh({ kind: 'misread', what: 'length' }, 200)).toBe(false);
  expect(debounce.isFresh(card(1), 210)).toBe(true);
});

test('it remembers only as many tags as fit before an antenna', () => {
  const debounce = new Debounce(300);
  for (let i = 0; i < 17; i++) debounce.isFresh(card(i), 0);
  expect(debounce.isFresh(card(16), 1)).toBe(false);
  expect(debounce.isFresh(card(0), 1)).toBe(true);
});
