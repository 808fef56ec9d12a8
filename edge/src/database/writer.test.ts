import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noon } from '../../../test/support/box-store.ts';
import { Changes } from '../changes.ts';
import { listFacts } from '../sync/store.ts';
import { openForReading } from './open.ts';
import { StoreFailure, Writer } from './writer.ts';

const alarm = (what: string) => ({ body: { kind: 'alarm', what, detail: '' } as const, at: noon });

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lintel-writer-'));
  path = join(folder, 'site.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

function alarmsOnDisk(): string[] {
  const store = openForReading(path);
  try {
    return listFacts(store, 0, 1_000).map(({ text }) => JSON.parse(text).what);
  } finally {
    store.close();
  }
}

describe('the writer', () => {
  test('writes in the order asked for, whether the asker waits in place or not', async () => {
    const writer = await Writer.open(path, new Changes());
    const asked = Array.from({ length: 60 }, (_, n) =>
      n % 3 === 0 ? writer.runInPlace('recordFact', alarm(`${n}`)) : writer.run('recordFact', alarm(`${n}`)),
    );
    await Promise.all(asked);
    expect(alarmsOnDisk()).toEqual(asked.map((_, n) => `${n}`));
    await writer.close();
  });

  test('answers after it has slept, and sleeps without ending', async () => {
    const writer = await Writer.open(path, new Changes());
    await new Promise((resolve) => setTimeout(resolve, 700));
    await writer.run('recordFact', alarm('after a while'));
    expect(alarmsOnDisk()).toEqual(['after a while']);
    await writer.close();
  });

  test('writes everything asked for before it closes', async () => {
    const writer = await Writer.open(path, new Changes());
    const asked = Array.from({ length: 20 }, (_, n) => writer.run('recordFact', alarm(`${n}`)));
    await writer.close();
    await Promise.all(asked);
    expect(alarmsOnDisk()).toHaveLength(20);
    await expect(writer.run('recordFact', alarm('late'))).rejects.toThrow(/has ended/);
  });

  test('rejects what the store refused, in place too, and nothing of it is on disk', async () => {
    const writer = await Writer.open(path, new Changes());
    const broken = { body: alarm('broken').body, at: undefined as never };
    await expect(writer.run('recordFact', broken)).rejects.toBeInstanceOf(StoreFailure);
    await expect(writer.runInPlace('recordFact', broken)).rejects.toBeInstanceOf(StoreFailure);
    await writer.run('recordFact', alarm('whole'));
    expect(alarmsOnDisk()).toEqual(['whole']);
    await writer.close();
  });

  test('tells what it moved once it is on disk', async () => {
    const changes = new Changes();
    const writer = await Writer.open(path, changes);
    const told = changes.next('facts', 5_000, new AbortController().signal).then(alarmsOnDisk);
    await writer.run('recordFact', alarm('told'));
    expect(await told).toEqual(['told']);
    await writer.close();
  });

  test('of a damaged store does not open, and names the file', async () => {
    writeFileSync(path, 'not a store at all '.repeat(400));
    await expect(Writer.open(path, new Changes())).rejects.toThrow(/site\.db is damaged/);
  });
});
