import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import { ownerOf } from '@lintel/core/sync/horizon.ts';
import type { Span } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { findPosition } from '../sync/position.ts';

/** Why the site may not newly hold this span: it is the cloud's, or its own calendar is not to be trusted there. */
export function notOursToTake(store: Store, held: Span): readonly BookingRefusal[] {
  const { horizonAt, needsRegistration, quarantineUntil } = findPosition(store);
  const refusals: BookingRefusal[] = [];
  if (needsRegistration) refusals.push({ kind: 'quarantined' });
  else if (held.startsAt < quarantineUntil) refusals.push({ kind: 'quarantined', until: quarantineUntil });
  if (ownerOf(held, horizonAt) !== 'site') refusals.push({ kind: 'beyond_horizon', until: horizonAt });
  return refusals;
}

/** Why the site may not change what holds this span: it starts at the horizon or later, and is the cloud's. What crosses the horizon is changed here first. */
export function notOursToChange(store: Store, held: Span): readonly BookingRefusal[] {
  const { horizonAt, needsRegistration } = findPosition(store);
  if (needsRegistration) return [{ kind: 'quarantined' }];
  return ownerOf(held, horizonAt) === 'cloud' ? [{ kind: 'beyond_horizon', until: horizonAt }] : [];
}

/**
 * Why the box turns down what the cloud asks of this span: it may have confirmed something there that it has forgotten. Absent where it may decide, and where it may not even say no: while it has to register, and
 * where the span is the cloud's as far as this box has been told.
 */
export function quarantineOver(store: Store, held: Span): BookingRefusal | undefined {
  const { horizonAt, needsRegistration, quarantineUntil } = findPosition(store);
  if (needsRegistration || ownerOf(held, horizonAt) === 'cloud') return undefined;
  return held.startsAt < quarantineUntil ? { kind: 'quarantined', until: quarantineUntil } : undefined;
}

/** Whether the box may decide what the cloud asks of this span: not while it is the cloud's as far as this box has been told, nor where its calendar is not to be trusted. */
export function mayAnswer(store: Store, held: Span): boolean {
  const { horizonAt, needsRegistration, quarantineUntil } = findPosition(store);
  return !needsRegistration && held.startsAt >= quarantineUntil && ownerOf(held, horizonAt) !== 'cloud';
}
