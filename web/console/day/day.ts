import { type DayView, dayView } from '@lintel/core/sites/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../ui/api.ts';
import { clock, instantAt } from '../../ui/zone.ts';

/** One day of this site with every name; today without a date. */
export function useConsoleDay(date?: string) {
  return useQuery({
    queryKey: ['bookings', 'day', date ?? 'today'],
    queryFn: (): Promise<DayView> =>
      call(dayView, date ? `/api/console/day?date=${encodeURIComponent(date)}` : '/api/console/day'),
  });
}

/** The instant at which clocks in the zone show on that date what they show at this instant. */
export function sameClockOn(date: string, at: EpochMs, timeZone: string): EpochMs {
  const [hour = 0, minute = 0] = clock(at, timeZone).split(':').map(Number);
  return instantAt(date, 60 * hour + minute, timeZone);
}
