/**
 * A scrypt password hash in text: `scrypt$<N>$<r>$<p>$<salt hex>$<hash hex>`, over the password in NFKC and the salt's bytes. The cloud makes them, the box checks them while cut off, so the
 * parameters travel with the hash.
 */
export type PasswordHash = {
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
  readonly hash: string;
};

const shape = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([0-9a-f]{16,128})\$([0-9a-f]{32,256})$/;

export function formatPasswordHash({ n, r, p, salt, hash }: PasswordHash): string {
  return `scrypt$${n}$${r}$${p}$${salt}$${hash}`;
}

/** Absent when the text is no such hash: a login that cannot be checked is refused. */
export function parsePasswordHash(text: string): PasswordHash | undefined {
  const match = shape.exec(text);
  if (!match) return undefined;
  const [, n, r, p, salt, hash] = match;
  if (!salt || !hash) return undefined;
  return { n: Number(n), r: Number(r), p: Number(p), salt, hash };
}
