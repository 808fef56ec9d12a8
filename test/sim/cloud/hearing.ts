import type { OperatorId, SiteId } from '@lintel/core/ids.ts';
import type { Heard } from '../../../cloud/src/database/notices.ts';
import type { What } from '../../../cloud/src/database/operator.ts';
import type { Agenda } from '../machine/agenda.ts';
import type { Chance } from '../machine/chance.ts';

export type Told = { readonly siteId: SiteId; readonly what: What; readonly ref?: string | undefined };

/** Notices within one life of the cloud: each comes a moment after its commit, and now and then not at all. */
export class Hearing {
  readonly #operatorId: OperatorId;
  readonly #agenda: Agenda;
  readonly #chance: Chance;
  readonly #listeners = new Set<{ readonly siteId: SiteId; readonly hear: (heard: Heard) => void }>();
  #isOver = false;

  constructor(operatorId: OperatorId, agenda: Agenda, chance: Chance) {
    this.#operatorId = operatorId;
    this.#agenda = agenda;
    this.#chance = chance;
  }

  onSite(_operatorId: OperatorId, siteId: SiteId, hear: (heard: Heard) => void): () => void {
    const listener = { siteId, hear };
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  carry(told: readonly Told[]): void {
    for (const { siteId, what, ref } of told) {
      if (this.#chance.maybe(0.02)) continue;
      const notice = { operatorId: this.#operatorId, siteId, what, ref };
      this.#agenda.after(this.#chance.between(0, 30), () => this.#tell(notice));
    }
  }

  end(): void {
    this.#isOver = true;
  }

  #tell(notice: Exclude<Heard, 'missed'>): void {
    if (this.#isOver) return;
    for (const { siteId, hear } of [...this.#listeners]) if (siteId === notice.siteId) hear(notice);
  }
}
