import { occurrenceOn } from '@lintel/core/bookings/series.ts';
import { placeOn } from '@lintel/core/bookings/series-parts.ts';
import { type Dated, noteSettled } from './occurrence-store.ts';
import type { SeriesPorts } from './ports.ts';
import type { Look } from './run-on.ts';
import type { Reason } from './tables.ts';

/** Of a change or cancel that a site was asked for and had not answered. */
const asked = 'requested';

export function notYet(siteName: string): Reason {
  const sentence = `Not yet: ${siteName} has not answered. It decides when it is reached again.`;
  return { kind: asked, sentence };
}

/** Whether the date waits for a site's answer about the booking it has. */
export function isAsked({ reasons }: Pick<Dated, 'reasons'>): boolean {
  return reasons.some(({ kind }) => kind === asked);
}

/** Once the site has answered about a date's booking, says so: nothing more where it did what was wanted, else that it stays as it was. */
export async function settleAsked(ports: SeriesPorts, look: Look, dated: Dated): Promise<void> {
  const { booking, date } = dated;
  const isOpen =
    booking !== undefined &&
    (await ports.inCalendar(look.operatorId, async (calendar) => {
      if ((await calendar.openAsks(booking.id)).length > 0) return true;
      return (await calendar.findReplacement(booking.id))?.state === 'requested';
    }));
  if (isOpen || dated.state === 'requested') return;
  const reasons = isAsWanted(look, dated) ? [] : [keptBySite];
  await ports.withOperator(look.operatorId, (tx) => noteSettled(tx, look.series.id, date, reasons));
}

const keptBySite: Reason = {
  kind: 'kept_by_site',
  sentence: 'The site did not change it: it stays as it was. Try again, or ask its front desk.',
};

function isAsWanted({ series, spot }: Look, { date, decided, state, booking }: Dated): boolean {
  if (decided === 'cancelled' || !booking) return state === 'cancelled';
  if (state !== 'booked') return true;
  const place = placeOn(series.parts, date);
  const there = occurrenceOn(spot.timeZone, date, place);
  return (
    there.kind === 'at' &&
    booking.holderId === series.holderId &&
    booking.resourceId === place.resourceId &&
    booking.startsAt === there.span.startsAt &&
    booking.endsAt === there.span.endsAt
  );
}
