import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { formatPasswordHash, parsePasswordHash } from '@lintel/core/members/password-hash.ts';

const cost = { n: 16_384, r: 16, p: 1 } as const;
const hashBytes = 64;

type ScryptOptions = { readonly N: number; readonly r: number; readonly p: number; readonly maxmem: number };
const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** The same text at every call only by chance: each hash has a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derived(password, salt, cost, hashBytes);
  return formatPasswordHash({ ...cost, salt: salt.toString('hex'), hash: hash.toString('hex') });
}

/** False for a wrong password and for a hash that cannot be read. */
export async function verifyPassword({
  hash,
  password,
}: {
  readonly hash: string;
  readonly password: string;
}): Promise<boolean> {
  const known = parsePasswordHash(hash);
  if (!known) return false;
  const wanted = Buffer.from(known.hash, 'hex');
  const given = await derived(password, Buffer.from(known.salt, 'hex'), known, wanted.length);
  return timingSafeEqual(given, wanted);
}

async function derived(
  password: string,
  salt: Buffer,
  { n, r, p }: { readonly n: number; readonly r: number; readonly p: number },
  lengthBytes: number,
): Promise<Buffer> {
  return await derive(password.normalize('NFKC'), salt, lengthBytes, { N: n, r, p, maxmem: 256 * n * r });
}
