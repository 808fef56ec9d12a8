import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isId } from '@lintel/core/ids.ts';
import { describe, expect, test } from 'vitest';
import { idFrom, loadKeys } from './keys.ts';

const freshPath = async () => join(await mkdtemp(join(tmpdir(), 'lintel-keys-')), 'keys.json');

describe('the cloud’s keys', () => {
  test('are made once, for the owner’s eyes alone, and are the same at every start', async () => {
    const path = await freshPath();
    const [made, again] = [await loadKeys(path), await loadKeys(path)];
    expect(again.verifyKey).toBe(made.verifyKey);
    expect(made.verifyKey).toMatch(/^[\w-]{43}$/);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(again.unseal(made.seal('pin:123456'))).toBe('pin:123456');
  });

  test('open nothing that was sealed by another cloud, or altered', async () => {
    const [ours, theirs] = [await loadKeys(await freshPath()), await loadKeys(await freshPath())];
    const sealed = ours.seal('card:26:bd88eb80');
    expect(() => theirs.unseal(sealed)).toThrow();
    expect(() => ours.unseal(`${sealed.slice(0, -2)}AA`)).toThrow();
  });

  test('that are damaged are never made anew over the old ones', async () => {
    const path = await freshPath();
    await loadKeys(path);
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 100));
    await expect(loadKeys(path)).rejects.toThrow(/is damaged\. Restore it/);
  });
});

test('an id made from parts is an id, the same for the same parts', () => {
  expect(isId(idFrom('a', 'b'))).toBe(true);
  expect(idFrom('a', 'b')).toBe(idFrom('a', 'b'));
  expect(idFrom('a', 'b')).not.toBe(idFrom('ab'));
});
