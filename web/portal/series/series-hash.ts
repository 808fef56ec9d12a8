import type { SiteView } from '@lintel/core/sites/wire.ts';
import type { Span } from '@lintel/core/time.ts';
import { minuteMs } from '@lintel/core/time.ts';
import { hashWith } from '../../ui/hash.ts';
import { clock, dateOf } from '../../ui/zone.ts';

/** The address at which a wish is made into a series: the same place, weekday and times. */
export function seriesHash(
  site: Pick<SiteView, 'id' | 'timeZone'>,
  wish: Span & { readonly resourceId: string; readonly title: string; readonly people?: number | undefined },
): string {
  const startMin = minuteOf(clock(wish.startsAt, site.timeZone));
  const query = {
    site: site.id,
    resource: wish.resourceId,
    date: dateOf(wish.startsAt, site.timeZone),
    from: String(startMin),
    to: String(startMin + Math.round((wish.endsAt - wish.startsAt) / minuteMs)),
    ...(wish.title ? { title: wish.title } : {}),
    ...(wish.people ? { people: String(wish.people) } : {}),
  };
  return hashWith(query, 'series', 'new');
}

/** `09:30` as minutes of the day. */
export function minuteOf(clockText: string): number {
  const [hours = 0, minutes = 0] = clockText.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Minutes of the day as `09:30`, counted on over midnight. */
export function clockOf(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor((minute % 1440) / 60))}:${two(minute % 60)}`;
}
