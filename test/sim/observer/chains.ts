import type { SiteId } from '@lintel/core/ids.ts';
import type { OperationName } from '../../../edge/src/database/operations.ts';
import type { SimBox } from '../box/sim-box.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { readSite } from '../cloud/store/feed.ts';
import { listSites } from '../cloud/store/places.ts';
import type { Doing } from '../cloud/transactions.ts';
import type { Findings } from './findings.ts';
import { nameOf } from './words.ts';

/** What has gone up: one store an epoch, one history a store. */
export class Chains {
  readonly #findings: Findings;
  readonly #accepted = new Map<string, string>();
  #alarms = 0;
  readonly #dead = new Set<string>();

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** A new history of the cloud has begun: its alarms are counted from there. */
  begin(): void {
    this.#alarms = 0;
  }

  /** Answers the sites at which another epoch has begun. */
  cloudCommitted(cloud: SimCloud, doing: Doing): readonly SiteId[] {
    if (doing === 'reader') return [];
    const begun: SiteId[] = [];
    for (const siteId of listSites(cloud.store)) {
      const { epoch, box } = readSite(cloud.store, siteId);
      const key = `${siteId} ${epoch}`;
      const known = this.#accepted.get(key);
      if (!box) continue;
      if (known === undefined) {
        this.#accepted.set(key, box.incarnation);
        begun.push(siteId);
      } else if (known !== box.incarnation)
        this.#findings.add('one store an epoch', `${nameOf(siteId)}, epoch ${epoch}, accepted two stores`);
    }
    if (doing === 'site') this.#checkFacts(cloud);
    return begun;
  }

  /** Whatever left the outbox is at the cloud as the box has it. */
  boxCommitted(box: SimBox, name: OperationName, cloud: SimCloud | undefined): void {
    if (name !== 'acknowledge' || !cloud || !box.identity) return;
    const { siteId, epoch } = box.identity;
    const { ackedSeq, generation } = box.position();
    if (readSite(cloud.store, siteId).generation !== generation) return;
    const mine = box.store.get<{ id: string }>('SELECT id FROM fact WHERE seq = ?', ackedSeq);
    const sql = 'SELECT id FROM fact WHERE site_id = ? AND epoch = ? AND seq = ?';
    const theirs = cloud.store.get<{ id: string }>(sql, siteId, epoch, ackedSeq);
    if (mine && theirs && mine.id !== theirs.id)
      this.#findings.add(
        'facts once and in order',
        `${box.name}'s fact ${ackedSeq} is another one at the cloud`,
      );
  }

  #checkFacts(cloud: SimCloud): void {
    type Dead = {
      readonly siteId: SiteId;
      readonly epoch: number;
      readonly seq: number;
      readonly why: string;
    };
    for (const { siteId, epoch, seq, why } of cloud.store.all<Dead>(
      'SELECT site_id AS "siteId", epoch, seq, why FROM dead_letter',
    )) {
      const key = `${siteId} ${epoch} ${seq}`;
      if (this.#dead.has(key)) continue;
      this.#dead.add(key);
      this.#findings.add('facts once and in order', `${nameOf(siteId)}'s fact ${seq} is dead: ${why}`);
    }
    type Alarm = {
      readonly n: number;
      readonly siteId: SiteId;
      readonly what: string;
      readonly detail: string;
    };
    const alarms = cloud.store.all<Alarm>(
      'SELECT n, site_id AS "siteId", what, detail FROM site_alarm WHERE n > ? ORDER BY n',
      this.#alarms,
    );
    for (const { n, siteId, what, detail } of alarms) {
      this.#alarms = n;
      if (what === 'booking_overlap')
        this.#findings.add('the last guard never fires', `${nameOf(siteId)}: ${detail}`);
    }
  }
}
