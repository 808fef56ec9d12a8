import type { HolderId, OperatorId, SiteId } from '@lintel/core/ids.ts';
import { type Deed, may, type Viewer } from '../members/may.ts';
import type { Person } from './calendar.ts';

/** The cloud itself: what the clock, and nobody's request, sets going. */
export type House = { readonly operatorId: OperatorId; readonly name: string; readonly isHouse: true };

/** Who books or changes something. */
export type Actor = Viewer | House;

export function house(operatorId: OperatorId, name = 'Lintel'): House {
  return { operatorId, name, isHouse: true };
}

export function mayAct(actor: Actor, deed: Deed, siteId: SiteId): boolean {
  return 'isHouse' in actor || may(actor, deed, siteId);
}

/** Staff, or the house: whoever may book for others and against a rule. */
export function isStaff(actor: Actor): boolean {
  return 'isHouse' in actor || actor.staff !== undefined;
}

export function holderOf(actor: Actor): HolderId | undefined {
  return 'isHouse' in actor ? undefined : actor.holderId;
}

/** Whoever acts, as a person of the calendar: only members and staff sign in. */
export function personOf(actor: Actor): Person | undefined {
  if ('isHouse' in actor) return undefined;
  return { id: actor.holderId, kind: actor.staff ? 'staff' : 'member', name: actor.name };
}
