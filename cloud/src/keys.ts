import type { KeyObject } from 'node:crypto';
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const keyFile = z.object({
  /** PKCS 8 in PEM, Ed25519: signs passes and horizon proofs. */
  signing: z.string().startsWith('-----BEGIN PRIVATE KEY-----'),
  sealing: hex32,
  session: hex32,
  database: hex32,
});

/** The cloud's secrets as what can be done with them. */
export type Keys = {
  /** The public half (raw Ed25519, base64url), as boxes know it. */
  readonly verifyKey: string;
  readonly signingKey: KeyObject;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
  readonly seal: (text: string) => string;
  /** Throws when the text was sealed under another key or altered. */
  readonly unseal: (sealed: string) => string;
  /** A keyed hash that finds a credential again without telling what it is. */
  readonly mark: (text: string) => string;
  readonly sessionSecret: string;
  readonly databasePassword: string;
};

/** Reads the keys of this cloud, or makes them at its first start (mode 600, outside the database). Throws on a damaged file: new keys would make every sealed row unreadable. */
export async function loadKeys(path: string): Promise<Keys> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return keysOf(await makeKeyFile(path));
  await chmod(path, 0o600);
  return keysOf(parseKeyFile(path, text));
}

function parseKeyFile(path: string, text: string): z.infer<typeof keyFile> {
  try {
    return keyFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${path} is damaged. Restore it from the backup that belongs to this database.`, {
      cause,
    });
  }
}

async function makeKeyFile(path: string): Promise<z.infer<typeof keyFile>> {
  const random = () => randomBytes(32).toString('hex');
  const signing = generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  const made = { signing, sealing: random(), session: random(), database: random() };
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
  return made;
}

function keysOf(file: z.infer<typeof keyFile>): Keys {
  const signingKey = createPrivateKey(file.signing);
  const sealing = Buffer.from(file.sealing, 'hex');
  const jwk = signingKey.export({ format: 'jwk' });
  return {
    verifyKey: jwk.x ?? '',
    signingKey,
    sign: (bytes) => sign(null, bytes, signingKey),
    seal: (text) => seal(sealing, text),
    unseal: (sealed) => unseal(sealing, sealed),
    mark: (text) => createHmac('sha256', sealing).update(`mark\n${text}`).digest('hex'),
    sessionSecret: file.session,
    databasePassword: file.database,
  };
}

/** AES-256-GCM: `iv.tag.text`, base64url. */
function seal(key: Uint8Array, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url')).join('.');
}

function unseal(key: Uint8Array, sealed: string): string {
  const [iv, tag, text] = sealed.split('.').map((part) => Buffer.from(part, 'base64url'));
  if (!iv || !tag || !text) throw new Error('This is no sealed text.');
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function keyedHash(keyHex: string, text: string): string {
  return createHmac('sha256', Buffer.from(keyHex, 'hex')).update(text).digest('hex');
}

/** The same id for the same parts, for rows that are worked out again and again. */
export function idFrom(...parts: readonly string[]): string {
  const hex = sha256(parts.join('\n'));
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
