import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { operatorId, siteId } from '@lintel/core/wire.ts';
import { z } from 'zod';

const identity = z.object({
  operatorId,
  siteId,
  siteName: z.string(),
  epoch: z.int().min(1),
});

/** Which site's box this is, in which epoch. */
export type Identity = z.infer<typeof identity>;

const files = { identity: 'box.json', key: 'box-key.json', credentialKey: 'credential-key' } as const;

/** Absent until the box is enrolled. Throws a sentence when the file is there and unreadable: a box never forgets silently which site it is. */
export function findIdentity(dataDir: string): Identity | undefined {
  const path = join(dataDir, files.identity);
  if (!existsSync(path)) return undefined;
  const parsed = identity.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success)
    throw new Error(`${path} is not a box's identity. Restore it from a backup or enrol the box again.`);
  return parsed.data;
}

/** Keeps what enrolment gave: the identity last, so that a box with an identity has its keys. */
export function keepIdentity(
  dataDir: string,
  { credentialKey, ...rest }: Identity & { readonly credentialKey: string },
): void {
  keepSecret(join(dataDir, files.credentialKey), credentialKey);
  keepSecret(join(dataDir, files.identity), JSON.stringify(identity.parse(rest), null, 2));
}

/** The box's own Ed25519 key, made at its first use and never sent. */
export function loadBoxKey(dataDir: string): KeyObject {
  const path = join(dataDir, files.key);
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    keepSecret(path, JSON.stringify(privateKey.export({ format: 'jwk' })));
  }
  return createPrivateKey({ key: JSON.parse(readFileSync(path, 'utf8')), format: 'jwk' });
}

/** The key of this site's credential hashes (32 bytes). Throws when it is missing: without it every card is a stranger's. */
export function loadCredentialKey(dataDir: string): Buffer {
  const path = join(dataDir, files.credentialKey);
  if (!existsSync(path))
    throw new Error(`${path} is missing. Restore it from a backup or enrol the box again.`);
  return Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
}

function keepSecret(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}
