import { expect, it } from 'vitest';
import { lifeText, renewIn } from './pass-life.ts';

it('a pass is fetched again a minute and a half before it runs out', () => {
  expect(renewIn([{ expiresAt: 200_000 }, { expiresAt: 900_000 }], 0)).toBe(110_000);
});

it('a pass that has run out is asked for every five seconds', () => {
  expect(renewIn([{ expiresAt: 1_000 }], 50_000)).toBe(5_000);
});

it('the remaining life of a pass counts down in words', () => {
  expect([247_900, 9_000, -1].map(lifeText)).toEqual(['4 min 07 s', '9 s', '0 s']);
});
