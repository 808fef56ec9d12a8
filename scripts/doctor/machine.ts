import { readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { readMqttClients } from '@lintel/edge/broker/clients.ts';
import { type Line, wordsOf } from './line.ts';

/** Below the first the box warns; below the second SQLite may soon fail to write, and doors meet their policy for that. */
const roomyBytes = 1_000_000_000;
const leastBytes = 100_000_000;

export function nodeLine(): Line {
  const pinned = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const wanted = String(Object.values(pinned.optionalDependencies ?? {})[0]);
  const found = process.versions.node;
  const what = 'Node';
  if (found === wanted) return { state: 'ok', what, words: `${found}, the pinned one` };
  const fix = 'run: node scripts/setup.mjs';
  const state = found.split('.')[0] === wanted.split('.')[0] ? 'warn' : 'missing';
  return { state, what, words: `${found} runs, ${wanted} is pinned`, fix };
}

export function diskLine(dataDir: string): Line {
  const { bavail, bsize } = statfsSync(dataDir);
  const freeBytes = bavail * bsize;
  const words = `${(freeBytes / 1e9).toFixed(1)} GB free`;
  if (freeBytes >= roomyBytes) return { state: 'ok', what: 'disk', words };
  const state = freeBytes < leastBytes ? 'missing' : 'warn';
  return { state, what: 'disk', words, fix: `free some of the disk that holds ${dataDir}` };
}

export function clientsLine(dataDir: string): Line {
  const what = 'broker clients';
  const fix = 'node edge/src/broker/add-client.ts shows how to add one';
  try {
    const clients = readMqttClients(join(dataDir, 'mqtt-clients.json'));
    if (clients.length === 0) return { state: 'warn', what, words: 'none: no sensor can log in', fix };
    return { state: 'ok', what, words: clients.map(({ name, role }) => `${name} (${role})`).join(', ') };
  } catch (error) {
    return { state: 'missing', what, words: wordsOf(error), fix };
  }
}
