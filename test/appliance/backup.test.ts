import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backUpBox } from '../../scripts/backup-box.ts';
import { restoreBox } from '../../scripts/restore-box.ts';

const now = new Date('2026-03-01T12:00:00Z');
let folder: string;
let dataDir: string;
let to: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
  dataDir = join(folder, 'data');
  to = join(folder, 'copy');
  mkdirSync(dataDir);
  const db = openStore();
  db.exec(
    'CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL); CREATE TABLE fact (seq INTEGER PRIMARY KEY, twin INTEGER)',
  );
  db.exec("INSERT INTO meta VALUES ('cursor', '7')");
  db.close();
  for (const name of ['box-key.json', 'credential-key', 'box.json']) writeFileSync(join(dataDir, name), name);
});
afterEach(() => rmSync(folder, { recursive: true }));

function openStore(path = join(dataDir, 'site.db')): Database.Database {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  return db;
}

const metaOf = (path: string) => {
  const db = new Database(path, { readonly: true });
  const rows = db.prepare('SELECT key, value FROM meta ORDER BY key').all();
  db.close();
  return rows;
};

test('a backup holds the store and the keys, for the owner alone, and restores to a new box', async () => {
  await backUpBox(dataDir, to, now);
  for (const name of readdirSync(to)) expect(statSync(join(to, name)).mode & 0o777).toBe(0o600);
  const fresh = join(folder, 'fresh');
  restoreBox(to, fresh, false, now);
  expect(metaOf(join(fresh, 'site.db'))).toEqual([
    { key: 'cursor', value: '7' },
    { key: 'needs_online_registration', value: '1' },
  ]);
  expect(readFileSync(join(fresh, 'credential-key'), 'utf8')).toBe('credential-key');
});

const writerProgram = `
  import Database from 'better-sqlite3';
  const db = new Database(process.argv[1], { timeout: 5000 });
  db.pragma('journal_mode = WAL'); db.pragma('synchronous = FULL');
  const add = db.transaction((n) => {
    db.prepare('INSERT INTO fact VALUES (?, ?)').run(2 * n, n);
    db.prepare('INSERT INTO fact VALUES (?, ?)').run(2 * n + 1, n);
  });
  for (let n = 0; ; n++) { add(n); if (n === 50) console.log('busy'); }
`;

test('a backup made while another process writes holds whole transactions only', async () => {
  const words = ['--input-type=module', '-e', writerProgram, join(dataDir, 'site.db')];
  const writer = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await new Promise((resolve) => writer.stdout.once('data', resolve));
    for (let round = 0; round < 5; round++) {
      const copy = join(folder, `copy-${round}`);
      await backUpBox(dataDir, copy, now);
      const db = new Database(join(copy, 'site.db'), { readonly: true });
      const odd = db.prepare('SELECT twin FROM fact GROUP BY twin HAVING count(*) <> 2').all();
      const { count, last } = db.prepare('SELECT count(*) count, max(seq) last FROM fact').get() as Record<
        string,
        number
      >;
      db.close();
      expect(odd).toEqual([]);
      expect(count).toBe((last ?? 0) + 1);
      expect(count).toBeGreaterThan(100);
    }
    expect(() => restoreBox(join(folder, 'copy-0'), dataDir, true, now)).toThrow('stop it first');
  } finally {
    writer.kill('SIGKILL');
    await new Promise((resolve) => writer.once('exit', resolve));
  }
});

test('a store that is there is replaced only when asked, and then kept aside', async () => {
  await backUpBox(dataDir, to, now);
  expect(() => restoreBox(to, dataDir, false, now)).toThrow('--replace');
  const { aside } = restoreBox(to, dataDir, true, now);
  expect(metaOf(join(aside ?? '', 'site.db'))).toEqual([{ key: 'cursor', value: '7' }]);
  expect(metaOf(join(dataDir, 'site.db'))).toHaveLength(2);
});

test('a store a box has open is not replaced', async () => {
  await backUpBox(dataDir, to, now);
  const box = openStore();
  box.prepare('SELECT * FROM meta').all();
  try {
    expect(() => restoreBox(to, dataDir, true, now)).toThrow('stop it first');
  } finally {
    box.close();
  }
  expect(metaOf(join(dataDir, 'site.db'))).toHaveLength(1);
});

test('a backup whose bytes changed is refused and nothing is touched', async () => {
  await backUpBox(dataDir, to, now);
  writeFileSync(join(to, 'credential-key'), 'another');
  expect(() => restoreBox(to, join(folder, 'fresh'), false, now)).toThrow('credential-key');
  expect(existsSync(join(folder, 'fresh'))).toBe(false);
});

test('a damaged store, a missing key and a taken folder each end in a sentence and no backup', async () => {
  mkdirSync(to);
  await expect(backUpBox(dataDir, to, now)).rejects.toThrow('there already');
  rmSync(to, { recursive: true });
  rmSync(join(dataDir, 'credential-key'));
  await expect(backUpBox(dataDir, to, now)).rejects.toThrow('credential-key');
  writeFileSync(join(dataDir, 'credential-key'), 'x');
  writeFileSync(join(dataDir, 'site.db'), 'x'.repeat(9000));
  await expect(backUpBox(dataDir, to, now)).rejects.toThrow();
  expect(existsSync(to) || existsSync(`${to}.partial`)).toBe(false);
});
