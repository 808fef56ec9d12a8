import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

/** A box's own network: one link to where the cloud is, which can be cut, and one to its LAN, which stays. */
export type TwoNetworks = {
  /** Where the cloud has to listen for the box to reach it. */
  readonly cloudHost: string;
  /** Where the box has to listen for its LAN to reach it. */
  readonly boxHost: string;
  /** The command that runs a program at the box's end. */
  readonly atBox: readonly string[];
  /** *both*: nothing passes. *to_box*: the box still sends, and hears nothing back. */
  cut(ways: 'both' | 'to_box'): void;
  heal(): void;
  close(): void;
};

const wan = { name: 'ltwan', peer: 'ltwanbox', cloud: '10.213.77.1', box: '10.213.77.2' };
const lan = { name: 'ltlan', peer: 'ltlanbox', here: '10.213.78.1', box: '10.213.78.2' };

/** Makes the two networks; absent, and said so, where this user may make none. */
export function openTwoNetworks(): TwoNetworks | undefined {
  const holder = spawn('unshare', ['-n', 'sleep', '900'], { stdio: 'ignore' });
  const close = () => {
    spawnSync('ip', ['link', 'del', wan.name]);
    spawnSync('ip', ['link', 'del', lan.name]);
    holder.kill('SIGKILL');
  };
  try {
    untilApart(holder);
    const inside = ['nsenter', '-t', String(holder.pid), '-n'];
    for (const { name, peer, here, there } of [
      { name: wan.name, peer: wan.peer, here: wan.cloud, there: wan.box },
      { name: lan.name, peer: lan.peer, here: lan.here, there: lan.box },
    ]) {
      run('ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', peer);
      run('ip', 'link', 'set', peer, 'netns', String(holder.pid));
      run('ip', 'addr', 'add', `${here}/30`, 'dev', name);
      run('ip', 'link', 'set', name, 'up');
      run(...inside, 'ip', 'addr', 'add', `${there}/30`, 'dev', peer);
      run(...inside, 'ip', 'link', 'set', peer, 'up');
    }
    run(...inside, 'ip', 'link', 'set', 'lo', 'up');
    return { cloudHost: wan.cloud, boxHost: lan.box, atBox: inside, cut, heal, close };
  } catch (error) {
    close();
    console.warn(`SKIPPED what needs a network of its own: ${(error as Error).message}`);
    return undefined;
  }
}

function cut(ways: 'both' | 'to_box'): void {
  if (ways === 'both') run('ip', 'link', 'set', wan.name, 'down');
  else run('ip', 'route', 'add', 'blackhole', `${wan.box}/32`);
}

function heal(): void {
  spawnSync('ip', ['route', 'del', 'blackhole', `${wan.box}/32`]);
  run('ip', 'link', 'set', wan.name, 'up');
}

/** `unshare` has to have left our network before links can be moved into its own. */
function untilApart(holder: ChildProcess): void {
  const ours = run('readlink', '/proc/self/ns/net');
  for (let tries = 0; tries < 100; tries++) {
    const theirs = spawnSync('readlink', [`/proc/${holder.pid}/ns/net`], { encoding: 'utf8' }).stdout;
    if (theirs && theirs !== ours) return;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
  throw new Error('unshare -n may not make a network here.');
}

function run(...words: readonly string[]): string {
  const [command = '', ...args] = words;
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${words.join(' ')}: ${error?.message ?? stderr.trim()}`);
  return stdout;
}
