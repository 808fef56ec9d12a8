import { scryptSync } from 'node:crypto';
import { formatPasswordHash } from '@lintel/core/members/password-hash.ts';
import { expect, test } from 'vitest';
import { checkPassword } from './password.ts';

const salt = '00112233445566778899aabbccddeeff';
const cost = { n: 16_384, r: 16, p: 1 };
const hash = scryptSync('lintel-demo', Buffer.from(salt, 'hex'), 64, {
  N: cost.n,
  r: cost.r,
  p: cost.p,
  maxmem: 2 ** 28,
});
const text = formatPasswordHash({ ...cost, salt, hash: hash.toString('hex') });

test('staff log in with the password the cloud hashed, and with no other', async () => {
  expect(await checkPassword(text, 'lintel-demo')).toBe(true);
  expect(await checkPassword(text, 'lintel-dem0')).toBe(false);
});

test('a hash that cannot be checked, or costs more than the cloud ever asks, lets nobody in', async () => {
  expect(await checkPassword('plain', 'plain')).toBe(false);
  expect(await checkPassword(text.replace('16384', '1048576'), 'lintel-demo')).toBe(false);
});
