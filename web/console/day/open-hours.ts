import type { DayView } from '@lintel/core/sites/wire.ts';
import type { Span } from '@lintel/core/time.ts';
import { ceilTo, latest, minuteMs } from '@lintel/core/time.ts';
import { instantAt } from '../../ui/zone.ts';

/** From the first opening of the day to its last closing, or 09:00 to 18:00 where hours are not known; what of it is still to come, while some is. */
export function openHours({ date, open, site, at }: Pick<DayView, 'date' | 'open' | 'site' | 'at'>): Span {
  const first = open?.[0]?.startsAt ?? instantAt(date, 9 * 60, site.timeZone);
  const last = open?.at(-1)?.endsAt ?? instantAt(date, 18 * 60, site.timeZone);
  const next = latest(first, ceilTo(at, 15 * minuteMs));
  return { startsAt: next < last ? next : first, endsAt: last };
}
