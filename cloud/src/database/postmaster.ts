import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export type Postmaster = { readonly pid: number; readonly port: number };

/** The PostgreSQL that is alive on this data directory, also when its cloud was killed. A file left by a dead one counts for nothing. */
export async function findPostmaster(directory: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(directory, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 1 || !Number.isInteger(port) || port < 1) return undefined;
  return (await isPostgres(pid)) ? { pid, port } : undefined;
}

/** After a restart of the machine the number may belong to somebody else, so the name is looked at as well. */
async function isPostgres(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => undefined);
  return name === undefined || name.trim().startsWith('postgres');
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Fast shutdown (PostgreSQL 18, 18.5): open transactions are rolled back, what was committed is on disk. Throws when it has not ended in time. */
export async function stopPostmaster(pid: number, timeoutMs = 20_000): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  const until = performance.now() + timeoutMs;
  while (isAlive(pid)) {
    if (performance.now() > until)
      throw new Error(`PostgreSQL (process ${pid}) did not stop within ${timeoutMs} ms.`);
    await wait(20);
  }
}
