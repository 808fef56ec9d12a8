import { copyFileSync, existsSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openForReading, openForWriting } from '../../../edge/src/database/open.ts';
import type { Store } from '../../../edge/src/database/store.ts';

export type OpenStore = (path: string) => Store;

/**
 * The disk of one box, with the product's store on it. What SQLite has synced survives a pulled plug, and nothing else: under FULL that is every commit, under NORMAL what was there at the last
 * checkpoint. Which of the two it is, the connection itself says.
 */
export class Disk {
  readonly path: string;
  readonly #open: OpenStore;
  #store: Store | undefined;

  constructor(path: string, open: OpenStore = openForWriting) {
    this.path = path;
    this.#open = open;
  }

  get store(): Store {
    if (!this.#store) throw new Error(`the box on ${this.path} is not running`);
    return this.#store;
  }

  get isOpen(): boolean {
    return this.#store !== undefined;
  }

  open(): Store {
    this.#store = this.#open(this.path);
    if (!this.#syncsAll) this.checkpoint();
    return this.#store;
  }

  /** Looks into the store, also of a box that is off; absent when there is none. */
  peek<T>(look: (store: Store) => T): T | undefined {
    if (this.#store) return look(this.#store);
    if (!existsSync(this.path)) return undefined;
    const store = openForReading(this.path);
    try {
      return look(store);
    } finally {
      store.close();
    }
  }

  /** What SQLite does now and then by itself. */
  checkpoint(): void {
    if (!this.#store || this.#syncsAll) return;
    this.#store.client.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(this.path, this.#durable);
  }

  /** The process ends; what it had committed stays. */
  crash(): void {
    this.#store?.close();
    this.#store = undefined;
  }

  /** The plug is pulled. */
  losePower(): void {
    const isDurable = !this.#store || this.#syncsAll;
    this.crash();
    if (!isDurable) this.#replaceBy(this.#durable);
  }

  /** A copy of the store as it is now: a backup, or another card. */
  copyTo(path: string): void {
    if (this.#store) this.#store.client.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(this.path, path);
  }

  /** Puts a copy in the place of the store. Where the restore tool does it, it says so in the store (scripts/restore-box.ts). */
  restoreFrom(path: string, by: 'the restore tool' | 'hand'): void {
    this.crash();
    this.#replaceBy(path);
    if (by === 'hand') return;
    const db = new Database(this.path);
    db.exec(
      `INSERT INTO meta (key, value) VALUES ('needs_online_registration', '1') ON CONFLICT (key) DO UPDATE SET value = '1'`,
    );
    db.close();
  }

  /** An empty card. */
  wipe(): void {
    this.crash();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${this.path}${suffix}`, { force: true });
  }

  get #syncsAll(): boolean {
    return Number(this.#store?.client.pragma('synchronous', { simple: true })) === 2;
  }

  get #durable(): string {
    return `${this.path}.durable`;
  }

  #replaceBy(path: string): void {
    this.wipe();
    if (existsSync(path)) copyFileSync(path, this.path);
  }
}
