import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { formatPasswordHash, parsePasswordHash } from '@lintel/core/members/password-hash.ts';
import { z } from 'zod';
import { mqttRoles, prefixFault } from './topics.ts';

const scryptAsync = promisify<string, Buffer, number, { N: number; r: number; p: number }, Buffer>(scrypt);

/** Names become part of topics and of client ids, so they hold nothing that means something there. */
const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, { error: 'must be 1 to 63 of a-z, 0-9, "_" and "-"' });

const prefix = z.string().superRefine((text, context) => {
  const fault = prefixFault(text);
  if (fault) context.addIssue({ code: 'custom', message: fault });
});

export const mqttClient = z.strictObject({
  name,
  role: z.enum(mqttRoles),
  prefix: prefix.optional(),
  passwordHash: z.string(),
});
export type MqttClientRow = z.infer<typeof mqttClient>;

const clientsFile = z.strictObject({ clients: z.array(mqttClient).max(2000) });

export type NewMqttClient = {
  readonly name: string;
  readonly role: MqttClientRow['role'];
  readonly prefix?: string | undefined;
};

/** The clients in the file; none when there is no file yet. Throws, with what to do, when it is damaged or open to others. */
export function readMqttClients(file: string): readonly MqttClientRow[] {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.mode & 0o077) throw new Error(`${file} can be read by others; run: chmod 600 ${file}`);
  try {
    return clientsFile.parse(JSON.parse(readFileSync(file, 'utf8'))).clients;
  } catch (cause) {
    const words = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new Error(`${file} is damaged; restore it from a backup or add the clients anew. ${words}`, {
      cause,
    });
  }
}

/** Follows the file: a client added or removed while the box runs counts from the next packet on. */
export function followMqttClients(file: string): () => readonly MqttClientRow[] {
  let seen = '';
  let rows: readonly MqttClientRow[] = [];
  return () => {
    const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
    const now = stat ? `${stat.ino} ${stat.mtimeNs} ${stat.size}` : 'absent';
    if (now !== seen) {
      rows = readMqttClients(file);
      seen = now;
    }
    return rows;
  };
}

/** Keeps the client (in place of one of the same name) and returns its new password, which is nowhere else. */
export async function addMqttClient(file: string, client: NewMqttClient): Promise<{ password: string }> {
  const others = readMqttClients(file).filter((row) => row.name !== client.name);
  const rival = others.find((row) => topicRoot(row) === topicRoot(client) && row.role !== 'panel');
  if (rival && client.role !== 'panel') {
    throw new Error(
      `the client ${rival.name} already publishes under ${topicRoot(client)}; choose another prefix`,
    );
  }
  const password = randomBytes(18).toString('base64url');
  const row = { ...client, passwordHash: await hashPassword(password) };
  const parsed = mqttClient.safeParse(row);
  if (!parsed.success) throw new Error(`the client cannot be added. ${z.prettifyError(parsed.error)}`);
  write(file, [...others, parsed.data]);
  return { password };
}

/** True when there was such a client; its connection ends with its next packet. */
export function removeMqttClient(file: string, clientName: string): boolean {
  const rows = readMqttClients(file);
  const left = rows.filter((row) => row.name !== clientName);
  if (left.length === rows.length) return false;
  write(file, left);
  return true;
}

function topicRoot(client: NewMqttClient): string {
  return client.prefix ?? (client.role === 'zigbee2mqtt' ? 'zigbee2mqtt' : client.name);
}

/** On disk whole or not at all, also when the plug is pulled; readable by the box alone. */
function write(file: string, clients: readonly MqttClientRow[]): void {
  const fresh = `${file}.new`;
  const handle = openSync(fresh, 'w', 0o600);
  try {
    writeSync(handle, `${JSON.stringify({ clients }, undefined, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
}

/** Passwords are made by us with 144 bits, so a light scrypt is enough and a Pi can check a hundred sensors coming back at once. */
const cost = { N: 4096, r: 8, p: 1 };

async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await scryptAsync(password, salt, 32, cost);
  return formatPasswordHash({
    n: cost.N,
    r: cost.r,
    p: cost.p,
    salt: salt.toString('hex'),
    hash: hash.toString('hex'),
  });
}

/** Takes as long for a name that is not there, so that names cannot be guessed by the clock. */
export async function checkPassword(row: MqttClientRow | undefined, password: string): Promise<boolean> {
  const kept = parsePasswordHash(row?.passwordHash ?? '');
  const salt = Buffer.from(kept?.salt ?? '00'.repeat(16), 'hex');
  const options = kept ? { N: kept.n, r: kept.r, p: kept.p } : cost;
  const wanted = Buffer.from(kept?.hash ?? '00'.repeat(32), 'hex');
  const found = await scryptAsync(password, salt, wanted.length, options);
  return kept !== undefined && timingSafeEqual(found, wanted);
}
