import { scrypt, timingSafeEqual } from 'node:crypto';
import { parsePasswordHash } from '@lintel/core/members/password-hash.ts';

/** Cost above which a replicated hash is not worked out: it would stall the box, and the cloud makes none. */
const costMost = 2 ** 17 * 32;

/** Whether the password is the one hashed. False, never a fault, for a hash that cannot be checked. */
export async function checkPassword(text: string, password: string): Promise<boolean> {
  const known = parsePasswordHash(text);
  if (!known || known.n * known.r * known.p > costMost) return false;
  const wanted = Buffer.from(known.hash, 'hex');
  const options = { N: known.n, r: known.r, p: known.p, maxmem: 256 * 1024 * 1024 };
  const got = await new Promise<Buffer>((resolve, reject) => {
    scrypt(
      password.normalize('NFKC'),
      Buffer.from(known.salt, 'hex'),
      wanted.length,
      options,
      (error, key) => {
        if (error) reject(error);
        else resolve(key);
      },
    );
  });
  return timingSafeEqual(got, wanted);
}
