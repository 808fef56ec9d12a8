import type Database from 'better-sqlite3';

/** What SQLite stores: numbers, text, nothing. Truth is 0 or 1, lists and objects are JSON; each domain's store converts. */
export type Value = string | number | null;

/**
 * `site.db` through one connection. Each statement is prepared at its first use and kept: building a query costs more than running it, and at a door
 * somebody waits. `Row` is the shape the SQL names; the schema (`migrations/`) makes it true.
 */
export class Store {
  readonly client: Database.Database;
  readonly #statements = new Map<string, Database.Statement<Value[]>>();

  constructor(client: Database.Database) {
    this.client = client;
  }

  get<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  /** How many rows it changed. */
  run(sql: string, ...values: Value[]): number {
    return this.#statement(sql).run(...values).changes;
  }

  /** Puts a whole row, in place of the one with the same `id`. */
  put(table: string, row: Readonly<Record<string, Value>>): void {
    const names = Object.keys(row);
    const marks = names.map(() => '?').join(', ');
    const sets = names.map((name) => `${name} = excluded.${name}`).join(', ');
    this.run(
      `INSERT INTO "${table}" (${names.join(', ')}) VALUES (${marks}) ON CONFLICT (id) DO UPDATE SET ${sets}`,
      ...Object.values(row),
    );
  }

  /** Reads that belong together: all of them see the store as it was at the first. */
  snapshot<Result>(read: () => Result): Result {
    return this.client.transaction(read).deferred();
  }

  close(): void {
    this.client.close();
  }

  #statement(sql: string): Database.Statement<Value[]> {
    const known = this.#statements.get(sql);
    if (known) return known;
    const fresh = this.client.prepare<Value[]>(sql);
    this.#statements.set(sql, fresh);
    return fresh;
  }
}
