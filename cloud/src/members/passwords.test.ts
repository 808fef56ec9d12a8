import { parsePasswordHash } from '@lintel/core/members/password-hash.ts';
import { describe, expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './passwords.ts';

describe('a password', () => {
  test('is known again, and no other is taken for it', async () => {
    const hash = await hashPassword('lintel-demo');
    expect(await verifyPassword({ hash, password: 'lintel-demo' })).toBe(true);
    expect(await verifyPassword({ hash, password: 'lintel-demO' })).toBe(false);
    expect(await hashPassword('lintel-demo')).not.toBe(hash);
  });

  test('is hashed in the text that a box can check by itself', async () => {
    expect(parsePasswordHash(await hashPassword('x'))).toMatchObject({ n: 16_384, r: 16, p: 1 });
  });

  test('is never right against a hash that cannot be read', async () => {
    for (const hash of ['', 'plain', 'scrypt$0$0$0$$'])
      expect(await verifyPassword({ hash, password: '' })).toBe(false);
  });
});
