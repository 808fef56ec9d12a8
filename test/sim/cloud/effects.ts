import type { SiteId } from '@lintel/core/ids.ts';
import type { CalendarTx } from '../../../cloud/src/bookings/calendar.ts';
import { applyBookingFacts } from '../../../cloud/src/bookings/site-bookings.ts';
import type { What } from '../../../cloud/src/database/operator.ts';
import type { ApplyFacts } from '../../../cloud/src/sync/take-facts.ts';

/** What facts do to the calendar; doors and occupancy are not simulated. */
export function applyFactsOf(calendar: CalendarTx, siteId: SiteId): ApplyFacts {
  return async (facts) => {
    const looks = new Set<What>();
    if (await applyBookingFacts(calendar, siteId, facts)) looks.add('bookings');
    return looks;
  };
}
