import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '../../../test/support/box-store.ts';
import { findPosition } from '../sync/position.ts';
import { bindMachine, readMachine } from './machine.ts';

let box: ReturnType<typeof openStore>;
const folder = mkdtempSync(join(tmpdir(), 'lintel-machine-'));
beforeEach(() => {
  box = openStore();
});
afterEach(() => box.end());

const bind = (machine: string) => bindMachine(box.store, { machine });
const mayWrite = () => !findPosition(box.store).needsRegistration;

describe('a store', () => {
  test('belongs to the machine it was first opened on, however often that starts', () => {
    for (let start = 0; start < 3; start++) expect(bind('a')).toBe('bound');
    expect(mayWrite()).toBe(true);
  });

  test('that was moved or copied to another machine writes no calendar, also once it is moved back', () => {
    bind('a');
    expect(bind('b')).toBe('moved');
    expect(mayWrite()).toBe(false);
    expect(bind('b')).toBe('bound');
    expect(mayWrite()).toBe(false);
    expect(bind('a')).toBe('moved');
    expect(mayWrite()).toBe(false);
  });
});

test('a machine is named by its text, without the zero byte a device tree ends with', () => {
  const file = (text: string) => {
    const path = join(folder, 'serial');
    writeFileSync(path, text);
    return readMachine(path);
  };
  const serial = file('10000000abcdef01\0');
  expect(serial).toMatch(/^[0-9a-f]{64}$/);
  expect(file('10000000abcdef01\n')).toBe(serial);
  expect(file('10000000abcdef02')).not.toBe(serial);
  expect(file('\0')).toBeUndefined();
  expect(readMachine(join(folder, 'absent'))).toBeUndefined();
  rmSync(folder, { recursive: true });
});
