import type { Story } from '../machine/story.ts';

/** What must hold at every instant, whatever fails. */
export type Invariant =
  | 'no two bookings of one slot'
  | 'the box never ahead of the cloud'
  | 'nobody writes outside their region'
  | 'what a person was told is kept'
  | 'one version, one content'
  | 'nothing is undone unseen'
  | 'facts once and in order'
  | 'one store an epoch'
  | 'the last guard never fires'
  | 'no fault of the program'
  | 'both sides end equal'
  | 'nothing is left waiting'
  | 'allowances reconcile to use';

export type Finding = { readonly invariant: Invariant; readonly detail: string };

/** The invariants that were seen broken. The first is the one to look at: what comes after may only follow from it. */
export class Findings {
  readonly all: Finding[] = [];
  readonly #story: Story;

  readonly #waived: readonly Invariant[];

  constructor(story: Story, waived: readonly Invariant[]) {
    this.#story = story;
    this.#waived = waived;
  }

  add(invariant: Invariant, detail: string): void {
    if (this.#waived.includes(invariant)) return;
    this.all.push({ invariant, detail });
    this.#story.tell(`BROKEN ${invariant}: ${detail}`);
  }
}
