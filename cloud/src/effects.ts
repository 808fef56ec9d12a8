import type { SiteId } from '@lintel/core/ids.ts';
import { pgCalendar } from './bookings/pg-calendar.ts';
import { applyBookingFacts } from './bookings/site-bookings.ts';
import type { Tx, What } from './database/operator.ts';
import { keepAccessEvents } from './doors/keep-access-events.ts';
import { keepOccupied } from './occupancy/keep-occupied.ts';
import { type KnownFact, ofKind } from './sync/read-fact.ts';

/** What each kind of fact does in each domain. Those not named are kept as facts and do nothing more. */
export async function applyFacts(
  tx: Tx,
  siteId: SiteId,
  facts: readonly KnownFact[],
): Promise<ReadonlySet<What>> {
  const looks = new Set<What>();
  const events = ofKind(facts, 'access_event');
  await keepAccessEvents(tx, siteId, events);
  if (events.length > 0) looks.add('access');

  await keepOccupied(tx, siteId, ofKind(facts, 'occupied'));
  if (await applyBookingFacts(pgCalendar(tx), siteId, facts)) looks.add('bookings');
  if (facts.some(({ body }) => body.kind === 'alarm' || body.kind === 'change_unknown')) looks.add('link');
  return looks;
}
