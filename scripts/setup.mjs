// Brings a checkout to the point where every script runs: the packages of the lockfile, the pinned Node, four Debian packages.
// Plain JavaScript without packages, for any Node from 20 on, because it runs before anything is installed.
//   --edge     install only what a box needs, and remember that this checkout is a box
//   --require  fail when a Debian package is missing and could not be installed
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.lintel-setup');

/** Debian package by the command that shows it is there. */
const debianPackages = {
  chromium: 'chromium',
  socat: 'socat',
  mosquitto_pub: 'mosquitto-clients',
  'redis-server': 'redis-server',
};

const say = (sentence) => process.stderr.write(`setup: ${sentence}\n`);

function stop(sentence) {
  say(sentence);
  process.exit(1);
}

function readJson(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // Half written: as good as absent, and written anew below.
  }
}

/** The directories of PATH, without those npm put in front: there a command of the same name may be one of our packages. */
const ownPath = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => folder !== '' && !folder.includes('node_modules'));

function find(command) {
  for (const folder of ownPath) {
    const file = join(folder, command);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** What node_modules must have been made from, to be left as it is. */
function wanted(profile) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const sha256 = createHash('sha256').update(lock).digest('hex');
  return { lock: sha256, platform: `${process.platform}-${process.arch}`, profile };
}

/** Whether npm's own list of what it put into node_modules already holds every package of the lockfile: someone ran `npm install`. */
function holdsLockfile() {
  const lock = readJson(join(root, 'package-lock.json'));
  const installed = readJson(join(modules, '.package-lock.json'));
  if (!lock || !installed) return false;
  return Object.entries(lock.packages).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link || entry.optional || entry.devOptional) return true;
    return installed.packages[path]?.version === entry.version;
  });
}

/** npm as it was called, so that its version and settings are the caller's; run by a Node that `npm ci` does not delete. */
function npmCommand() {
  const called = process.env.npm_execpath;
  const node = find('node') ?? process.execPath;
  if (called?.endsWith('npm-cli.js') && existsSync(called) && !called.startsWith(modules))
    return [node, called];
  const npm = find('npm');
  if (!npm) stop('npm is missing. Install it (Debian: apt-get install npm) and run this again.');
  return [npm];
}

function npm(...words) {
  const [command, ...first] = npmCommand();
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--no-progress'];
  // A caller's `npm -w …` must not narrow what is installed here, and npm's own Node must come first.
  const env = { ...process.env, PATH: ownPath.join(delimiter) };
  for (const name of ['npm_config_workspace', 'npm_config_workspaces']) delete env[name];
  const options = { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] };
  const { status } = spawnSync(command, [...first, ...words, ...quiet], options);
  if (status !== 0) {
    stop(`npm ${words[0]} failed; its words are above. Mend that (often: the network) and run this again.`);
  }
}

/**
 * Only the install scripts named in package.json run: npm 10 does not know `allowScripts` and would compile better-sqlite3, which brings
 * its binary with it.
 */
function installPackages(profile) {
  const part =
    profile === 'edge' ? ['--workspace=edge', '--omit=dev', '--legacy-peer-deps'] : ['--include=dev'];
  say(`installing the packages of the lockfile${profile === 'edge' ? ' that a box needs' : ''} …`);
  npm('ci', '--ignore-scripts', ...part);
  const { allowScripts } = readJson(join(root, 'package.json'));
  const allowed = Object.keys(allowScripts).filter((name) => existsSync(join(modules, name)));
  if (allowed.length > 0) npm('rebuild', '--ignore-scripts=false', ...allowed);
}

/** npm 10 drops `.bin/node` together with the Node of the other architecture, which claims the same name. */
function linkRuntime() {
  const link = join(modules, '.bin/node');
  const target = `../node-${process.platform}-${process.arch}/bin/node`;
  if (existsSync(link) || !existsSync(join(modules, '.bin', target))) return;
  rmSync(link, { force: true });
  symlinkSync(target, link);
}

function checkRuntime() {
  const { optionalDependencies } = readJson(join(root, 'package.json'));
  const major = Object.values(optionalDependencies)[0].split('.')[0];
  const { stdout } = spawnSync(join(modules, '.bin/node'), ['--version'], { encoding: 'utf8' });
  if (stdout?.startsWith(`v${major}.`)) return;
  stop(
    `the pinned Node ${major} does not run on this machine (${process.platform} ${process.arch}). ` +
      `Lintel needs 64-bit Linux on x64 or arm64${stdout ? `; found ${stdout.trim()}` : ''}. ` +
      'If this is such a machine, delete node_modules and run this again without --omit=optional.',
  );
}

function ensurePackages(asked) {
  const stamp = existsSync(modules) ? readJson(stampFile) : undefined;
  const want = wanted(asked ?? stamp?.profile ?? 'all');
  const runs = existsSync(join(modules, '.bin/node'));
  if (runs && stamp && Object.keys(want).every((key) => stamp[key] === want[key])) return want.profile;
  if (want.profile === 'edge' || !holdsLockfile()) installPackages(want.profile);
  linkRuntime();
  checkRuntime();
  writeFileSync(stampFile, JSON.stringify(want));
  return want.profile;
}

/** How to become root without a question, or undefined when that is not possible. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  const sudo = find('sudo');
  return sudo && spawnSync(sudo, ['-n', 'true']).status === 0 ? [sudo, '-n'] : undefined;
}

function aptGet(prefix, ...words) {
  const settings = ['-qq', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=1'];
  const [command, ...rest] = [
    ...prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    ...settings,
    ...words,
  ];
  const { status, stderr } = spawnSync(command, rest, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return { ok: status === 0, words: (stderr ?? '').trim().split('\n').at(-1) };
}

/** Installs the Debian packages whose commands are missing, when it may; otherwise says which and how, in one sentence. */
function ensureDebianPackages(required) {
  const missing = Object.entries(debianPackages).filter(([command]) => !find(command));
  if (missing.length === 0) return;
  const names = missing.map(([, name]) => name);
  const byHand = `sudo apt-get install --no-install-recommends ${names.join(' ')}`;
  const prefix = find('apt-get') ? asRoot() : undefined;
  let why = find('apt-get') ? 'this user may not install packages' : 'this machine has no apt-get';
  if (prefix) {
    say(`installing ${names.join(', ')} from Debian …`);
    const updated = aptGet(prefix, 'update');
    const installed = aptGet(prefix, 'install', '-y', '--no-install-recommends', ...names);
    if (installed.ok) return;
    why = installed.words || updated.words || 'apt-get failed';
  }
  say(`missing ${names.join(', ')} (${why}); the parts of Lintel that need them will say so. Run: ${byHand}`);
  if (required) process.exit(1);
}

const flags = process.argv.slice(2);
const unknown = flags.find((flag) => !['--edge', '--require'].includes(flag));
if (unknown) stop(`does not know ${unknown}; it knows --edge and --require.`);
const profile = ensurePackages(flags.includes('--edge') ? 'edge' : undefined);
if (profile !== 'edge') ensureDebianPackages(flags.includes('--require'));
