import { spawnSync } from 'node:child_process';

/** The command that gives a program mounts of its own: as root, or as anybody where user namespaces are allowed. Absent, and said so, where neither may be. */
export function findNamespace(): readonly string[] | undefined {
  const found = ['-m', '-Urm'].find((flag) => {
    const tried = spawnSync('unshare', [flag, 'mount', '-t', 'tmpfs', 'none', '/mnt']);
    return tried.status === 0;
  });
  if (found) return ['unshare', found];
  console.warn(
    'SKIPPED what needs a disk of its own: neither `unshare -m` nor `unshare -Urm` may mount here.',
  );
  return undefined;
}
