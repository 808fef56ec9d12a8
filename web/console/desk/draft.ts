import type { ResourceId } from '@lintel/core/ids.ts';
import type { Span } from '@lintel/core/time.ts';
import type { DeskWish, Override } from './ask.ts';
import type { Person } from './wires.ts';

/** For whom it is: a member by their plan, a guest by name and e-mail at the list price, whoever stands there, or nobody at all. */
export const whos = ['member', 'guest', 'walk_in', 'block'] as const;
export type Who = (typeof whos)[number];

export const whoNames: Record<Who, string> = {
  member: 'Member',
  guest: 'Guest',
  walk_in: 'Walk-in',
  block: 'Block',
};

/** What somebody at the desk has filled in so far. */
export type Draft = Span & {
  readonly date: string;
  readonly resourceId: ResourceId;
  readonly alsoResourceIds: readonly ResourceId[];
  readonly who: Who;
  readonly person: Person | undefined;
  readonly guestName: string;
  readonly guestEmail: string;
  readonly title: string;
  readonly people: number;
};

/** What is missing before it can be asked for, as a sentence; absent when nothing is. */
export function missing({ who, person, guestName, guestEmail }: Draft): string | undefined {
  if (who === 'member' && !person) return 'Choose for whom it is.';
  if (who !== 'guest') return undefined;
  if (guestName.trim() === '') return 'Write the guest’s name.';
  return /^\S+@\S+\.\S+$/.test(guestEmail.trim()) ? undefined : 'Write the guest’s e-mail address.';
}

/** A guest has no name here but in the title. */
function titleOf({ who, guestName, title }: Draft): string {
  const name = guestName.trim();
  const text = title.trim();
  return who === 'guest' && text ? `${name}: ${text}`.slice(0, 120) : text;
}

/** The wish as the box takes it. */
export function wishOf(draft: Draft, override: Override | undefined): DeskWish {
  const { resourceId, alsoResourceIds, startsAt, endsAt, who, person, people } = draft;
  return {
    resourceId,
    alsoResourceIds: alsoResourceIds.filter((id) => id !== resourceId),
    startsAt,
    endsAt,
    title: titleOf(draft),
    people: who === 'block' ? 0 : people,
    purpose: who === 'block' ? 'block' : 'use',
    ...(who === 'member' && person ? { forHolderId: person.id } : {}),
    ...(who === 'guest' ? { guest: { name: draft.guestName.trim(), email: draft.guestEmail.trim() } } : {}),
    ...(override ? { override } : {}),
  };
}
