import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How PostgreSQL is started: as ourselves, or, since it will not run as root, as the user `postgres`. */
export type ServerUser = {
  readonly uid: number | undefined;
  readonly gid: number;
  readonly ids: { readonly uid?: number; readonly gid?: number };
  readonly command: (program: string, args: readonly string[]) => [string, string[]];
};

const ourselves: ServerUser = {
  uid: undefined,
  gid: 0,
  ids: {},
  command: (program, args) => [program, [...args]],
};

/** Whoever may run the programs in `programs` on data under `parent`. Throws with what to do when nobody may. */
export async function serverUser(programs: string, parent: string): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return ourselves;
  const { uid, gid } = await postgresUser();
  const direct: ServerUser = {
    uid,
    gid,
    ids: { uid, gid },
    command: (program, args) => [program, [...args]],
  };
  if ((await maySearch(direct, programs)) && (await maySearch(direct, parent))) return direct;

  // A checkout under /root or a private temporary directory: let that user search directories, and nothing more.
  const capabilities = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
  const searching: ServerUser = {
    uid,
    gid,
    ids: {},
    command: (program, args) => [
      'setpriv',
      [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...capabilities, '--', program, ...args],
    ],
  };
  if (await maySearch(searching, programs)) return searching;
  throw new Error(
    `PostgreSQL does not run as root, and the user postgres may not enter ${programs}. Run Lintel as an ordinary user, move it out of private directories, or set DATABASE_URL.`,
  );
}

async function maySearch(user: ServerUser, directory: string): Promise<boolean> {
  return await run(...user.command('/usr/bin/stat', [`${directory}/.`]), { ...user.ids, cwd: '/' }).then(
    () => true,
    () => false,
  );
}

async function postgresUser(): Promise<{ readonly uid: number; readonly gid: number }> {
  const known = await idsOf('postgres');
  if (known) return known;
  await run('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ]);
  const made = await idsOf('postgres');
  if (!made)
    throw new Error(
      'The user postgres could not be made. Run Lintel as an ordinary user, or set DATABASE_URL.',
    );
  return made;
}

async function idsOf(name: string): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}
