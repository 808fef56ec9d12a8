import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findIdentity } from '@lintel/edge/setup/identity.ts';
import Database from 'better-sqlite3';
import { keyFiles } from '../backup-box.ts';
import { type Line, wordsOf } from './line.ts';

const what = 'store';

/** Whether site.db can be read and is whole, whether FULL sync takes effect in its folder, and whether it waits for the cloud. */
export function storeLines(dataDir: string): readonly Line[] {
  const file = join(dataDir, 'site.db');
  if (!existsSync(file)) {
    return [
      { state: 'missing', what, words: `${file} is not there`, fix: 'start the box once; it makes it' },
    ];
  }
  try {
    const db = new Database(file, { readonly: true, timeout: 2000 });
    try {
      return [wholeLine(db), walLine(db), fullLine(), ...quarantineLines(db)];
    } finally {
      db.close();
    }
  } catch (error) {
    return [
      {
        state: 'missing',
        what,
        words: `${file}: ${wordsOf(error)}`,
        fix: 'restore a backup: scripts/restore-box.ts',
      },
    ];
  }
}

function wholeLine(db: Database.Database): Line {
  const found = db.pragma('integrity_check', { simple: true });
  if (found === 'ok') return { state: 'ok', what, words: 'readable and whole' };
  return {
    state: 'missing',
    what,
    words: `damaged: ${String(found)}`,
    fix: 'restore a backup: scripts/restore-box.ts',
  };
}

function walLine(db: Database.Database): Line {
  const mode = String(db.pragma('journal_mode', { simple: true }));
  if (mode === 'wal') return { state: 'ok', what: 'journal', words: 'WAL' };
  return { state: 'warn', what: 'journal', words: `${mode}, not WAL`, fix: 'start the box; it sets WAL' };
}

/** The setting belongs to a connection, so the doctor tries on a file of its own what the box does: FULL after WAL, read back. */
function fullLine(): Line {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  const probe = new Database(join(folder, 'probe.db'));
  try {
    probe.pragma('journal_mode = WAL');
    probe.pragma('synchronous = FULL');
    if (probe.pragma('synchronous', { simple: true }) === 2) {
      return { state: 'ok', what: 'sync', words: 'FULL takes effect' };
    }
    const fix = 'install the packages of the lockfile: node scripts/setup.mjs';
    return { state: 'missing', what: 'sync', words: 'FULL does not take effect', fix };
  } finally {
    probe.close();
    rmSync(folder, { recursive: true });
  }
}

function quarantineLines(db: Database.Database): readonly Line[] {
  const row = db.prepare("SELECT value FROM meta WHERE key = 'needs_online_registration'").get();
  if (!row) return [];
  const fix = 'start it with a fresh enrolment code (LINTEL_ENROLMENT_CODE)';
  return [
    { state: 'warn', what: 'calendar', words: 'restored from a backup: no booking is written yet', fix },
  ];
}

/** Whether the box is enrolled, and its keys are there and its own. */
export function identityLines(dataDir: string): readonly Line[] {
  return [enrolledLine(dataDir), ...keyFiles.flatMap((name) => keyLine(dataDir, name))];
}

function enrolledLine(dataDir: string): Line {
  try {
    const identity = findIdentity(dataDir);
    if (identity) {
      return {
        state: 'ok',
        what: 'enrolment',
        words: `${identity.siteName} (${identity.siteId}), epoch ${identity.epoch}`,
      };
    }
    const fix = 'make a code in the office and start the box with LINTEL_ENROLMENT_CODE';
    return { state: 'missing', what: 'enrolment', words: 'this box belongs to no site yet', fix };
  } catch (error) {
    return { state: 'missing', what: 'enrolment', words: wordsOf(error), fix: 'restore it from a backup' };
  }
}

function keyLine(dataDir: string, name: string): readonly Line[] {
  const file = join(dataDir, name);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!(stat.mode & 0o077)) return [{ state: 'ok', what: name, words: 'there, for the box alone' }];
  return [{ state: 'warn', what: name, words: 'others can read it', fix: `chmod 600 ${file}` }];
}
