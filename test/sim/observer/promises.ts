import type { BookingId, SiteId } from '@lintel/core/ids.ts';
import type { Findings } from './findings.ts';
import type { Truth } from './truth.ts';
import { nameOf } from './words.ts';

/** A version of a booking that a person was shown as theirs. */
type Told = { readonly id: BookingId; readonly siteId: SiteId; version: number };

/** What people were told, and whether it is still kept somewhere. */
export class Promises {
  readonly #told = new Map<BookingId, Told>();
  readonly #findings: Findings;
  readonly #truth: Truth;

  constructor(findings: Findings, truth: Truth) {
    this.#findings = findings;
    this.#truth = truth;
  }

  get size(): number {
    return this.#told.size;
  }

  has(id: BookingId): boolean {
    return this.#told.has(id);
  }

  /** A person has read that this version is so. */
  told(id: BookingId, siteId: SiteId, version: number): void {
    const known = this.#told.get(id);
    if (!known) this.#told.set(id, { id, siteId, version });
    else known.version = Math.max(known.version, version);
    const truth = this.#truth.find(id);
    if (!truth || truth.version < version)
      this.#findings.add(
        'what a person was told is kept',
        `nobody ever wrote booking ${nameOf(id)} v${version}`,
      );
  }

  /** Looks after a fault: each must be held by some store of its site or the cloud, at that version or a later one. */
  check(siteId: SiteId, versionIn: (id: BookingId) => number): void {
    for (const told of this.#told.values()) {
      if (told.siteId !== siteId) continue;
      const held = versionIn(told.id);
      if (held >= told.version) continue;
      const how = held === 0 ? 'is gone' : `is back at v${held}`;
      this.#findings.add(
        'what a person was told is kept',
        `booking ${nameOf(told.id)} was shown at v${told.version} and ${how}`,
      );
      this.#told.delete(told.id);
    }
  }

  /** Its store is gone, which everybody was told may happen. */
  excuse(id: BookingId): void {
    this.#told.delete(id);
  }
}
