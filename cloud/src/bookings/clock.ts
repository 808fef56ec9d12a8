import type { Directory } from '../database/directory.ts';
import type { WithOperator } from '../database/operator.ts';
import { every, type Service } from '../service.ts';
import { noShows } from './no-show-store.ts';
import type { CalendarPorts } from './ports.ts';
import { releaseNoShows } from './release.ts';

type ClockParts = CalendarPorts & { readonly directory: Directory; readonly withOperator: WithOperator };

/** Gives back what nobody came to. Several processes may do it side by side: a booking is released once. */
export function bookingsClock(parts: ClockParts): Service {
  const { directory, withOperator, now } = parts;
  return every('no-shows', 10_000, async () => {
    for (const operatorId of await directory.operatorsWithNoShows(now()))
      await releaseNoShows(parts, operatorId, await withOperator(operatorId, (tx) => noShows(tx, now())));
  });
}
