import { createHash, randomBytes } from 'node:crypto';

/** A bearer secret for a browser or panel: 32 random bytes. Only its hash is kept. */
export function freshToken(): string {
  return randomBytes(32).toString('base64url');
}

export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
