import { settleAnswer } from './bookings/settle-answer.ts';
import { keepReported } from './bookings/site-bookings.ts';
import type { What } from './database/operator.ts';
import { keepAccessEvents } from './doors/keep-access-events.ts';
import { keepOccupied } from './occupancy/keep-occupied.ts';
import { ofKind } from './sync/read-fact.ts';
import type { ApplyFacts } from './sync/take-facts.ts';

/** What each kind of fact does in each domain. Those not named are kept as facts and do nothing more. */
export const applyFacts: ApplyFacts = async (tx, siteId, facts) => {
  const looks = new Set<What>();
  const events = ofKind(facts, 'access_event');
  await keepAccessEvents(tx, siteId, events);
  if (events.length > 0) looks.add('access');

  await keepOccupied(tx, siteId, ofKind(facts, 'occupied'));
  for (const { at, body } of facts) {
    if (body.kind === 'booking') await keepReported(tx, siteId, { ...body, at });
    else if (body.kind === 'ask_answered') await settleAnswer(tx, siteId, body, at);
    else continue;
    looks.add('bookings');
  }
  if (facts.some(({ body }) => body.kind === 'alarm' || body.kind === 'change_unknown')) looks.add('link');
  return looks;
};
