import { getAuthTables } from 'better-auth/db';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/support/test-cloud.ts';
import * as allowances from '../allowances/tables.ts';
import * as bookings from '../bookings/tables.ts';
import * as calendars from '../calendars/tables.ts';
import * as demand from '../demand/tables.ts';
import * as doors from '../doors/tables.ts';
import { silent } from '../log.ts';
import * as members from '../members/tables.ts';
import * as notices from '../notices/tables.ts';
import * as occupancy from '../occupancy/tables.ts';
import * as series from '../series/tables.ts';
import * as sites from '../sites/tables.ts';
import * as sync from '../sync/tables.ts';
import * as waits from '../waits/tables.ts';
import { migrate } from './migrate.ts';
import { openPool } from './pool.ts';

/** Tables that belong to no operator, each for a reason: what has run, and which history this is. The schema `auth` is the login library's. */
const withoutOperator = ['migration', 'cloud_generation'];

let pool: pg.Pool;
beforeAll(async () => {
  pool = openPool(await freshDatabase(), silent);
  await migrate(pool);
});
afterAll(async () => await pool.end());

const tables = [
  allowances,
  bookings,
  calendars,
  demand,
  doors,
  members,
  notices,
  occupancy,
  series,
  sites,
  sync,
  waits,
].flatMap((file) => Object.values(file).map((table) => getTableConfig(table as PgTable)));

describe('the database', () => {
  test('migrated a second time stays as it is', async () => {
    expect(await migrate(pool)).toEqual([]);
  });

  test('refuses a migration that was edited after it ran', async () => {
    await pool.query(`UPDATE migration SET checksum = 'x' || checksum`);
    await expect(migrate(pool)).rejects.toThrow(/was edited after it ran/);
    await pool.query('UPDATE migration SET checksum = substr(checksum, 2)');
  });

  test('has exactly the tables and columns that the code knows', async () => {
    const { rows } = await pool.query(
      `SELECT table_name, column_name, is_nullable = 'NO' AS required, format_type(a.atttypid, a.atttypmod) AS type
       FROM information_schema.columns c JOIN pg_attribute a ON a.attrelid = c.table_name::regclass AND a.attname = c.column_name
       WHERE table_schema = 'public' AND table_name <> 'migration'`,
    );
    const migrated = rows.map(
      (row) => `${row.table_name}.${row.column_name} ${row.type}${row.required ? '!' : ''}`,
    );
    const drawn = tables.flatMap(({ name, columns }) =>
      columns.map((column) => {
        const type = column.getSQLType().replace('timestamp (3)', 'timestamp(3)');
        return `${name}.${column.name} ${type}${column.notNull ? '!' : ''}`;
      }),
    );
    expect(drawn.length).toBeGreaterThan(100);
    expect(drawn.sort()).toEqual(migrated.sort());
  });

  test('begins every key and every unique or exclusion constraint with the operator', async () => {
    const { rows } = await pool.query<{ table: string; index: string; first: string }>(
      `SELECT c.relname AS table, i.relname AS index, a.attname AS first
       FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
       JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
       LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
       WHERE x.indisunique OR x.indisprimary OR x.indisexclusion`,
    );
    const checked = rows.filter((row) => !withoutOperator.includes(row.table));
    expect(checked.length).toBeGreaterThan(20);
    expect(checked.filter((row) => row.first !== 'operator_id')).toEqual([]);
    expect(new Set(checked.map((row) => row.table))).toEqual(
      new Set(tables.map((table) => table.name).filter((name) => !withoutOperator.includes(name))),
    );
  });

  test('keeps operators apart by row-level security on every one of their tables', async () => {
    const { rows } = await pool.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT relrowsecurity`,
    );
    expect(rows.map((row) => row.name).sort()).toEqual([...withoutOperator].sort());
    const role = await pool.query(
      `SELECT rolcanlogin, rolbypassrls, rolsuper FROM pg_roles WHERE rolname = 'lintel_app'`,
    );
    expect(role.rows).toEqual([{ rolcanlogin: false, rolbypassrls: false, rolsuper: false }]);
  });

  test('has the login library’s tables as it expects them', async () => {
    const { rows } = await pool.query<{ name: string; column: string }>(
      `SELECT table_name AS name, column_name AS column FROM information_schema.columns WHERE table_schema = 'auth'`,
    );
    const there = new Set(rows.map((row) => `${row.name}.${row.column}`));
    const expected = Object.values(getAuthTables({ emailAndPassword: { enabled: true } })).flatMap((table) =>
      ['id', ...Object.values(table.fields).map((field) => field.fieldName)].map(
        (field) => `${table.modelName}.${field}`,
      ),
    );
    expect(expected.length).toBeGreaterThan(25);
    expect(expected.filter((one) => !there.has(one))).toEqual([]);
  });
});
