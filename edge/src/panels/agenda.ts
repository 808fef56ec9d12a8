import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import type { AgendaView, PanelFreeView } from '@lintel/core/panels/wire.ts';
import { localDate, localDay } from '@lintel/core/sites/local-time.ts';
import type { SiteInfo } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { minuteMs } from '@lintel/core/time.ts';
import { type CalendarNow, freeNow } from '../bookings/free.ts';
import { hiddenViewOf, type Names, openViewOf, resourceViewOf } from '../bookings/views.ts';

const freeMost = 5;

export type AgendaParts = CalendarNow & {
  readonly at: EpochMs;
  readonly info: SiteInfo;
  readonly resource: Resource;
  readonly names: Names;
  readonly link: 'live' | 'cut_off';
  readonly occupied: boolean | undefined;
};

/** What a panel draws of its resource at this instant. */
export function agendaOf(parts: AgendaParts): AgendaView {
  const { at, info, resource, link, horizonAt, occupied } = parts;
  const day = localDay(info.timeZone, localDate(info.timeZone, at));
  const free = freeNow(resource, at, parts);
  return {
    at,
    site: { id: info.id, name: info.name, timeZone: info.timeZone, currency: info.currency },
    help: info.help,
    resource: resourceViewOf(resource),
    ...(occupied === undefined ? {} : { occupied }),
    bookings: parts.bookings
      .filter((booking) => booking.resourceId === resource.id && holdsSlot(booking))
      .filter((booking) => booking.endsAt > at && booking.startsAt < day.endsAt)
      .map((booking) => panelViewOf(info, booking, parts.names)),
    dayStartsAt: day.startsAt,
    dayEndsAt: day.endsAt,
    freeMin: free ? (free.endsAt - free.startsAt) / minuteMs : 0,
    ...(free ? { freeFrom: free.startsAt } : {}),
    act: info.panel?.act ?? 'open',
    link,
    horizonAt,
  };
}

/** A booking as this site lets strangers in front of a panel see it. */
export function panelViewOf({ panel }: Pick<SiteInfo, 'panel'>, booking: Booking, names: Names) {
  return panel?.names === 'shown' ? openViewOf(booking, names) : hiddenViewOf(booking, names);
}

/** What else is free now: the same kind, on the same floor first, then the nearest in size. */
export function nearestFree(
  { id, kind, floor, capacity }: Resource,
  others: readonly Resource[],
  at: EpochMs,
  calendar: CalendarNow,
): PanelFreeView {
  const away = (other: Resource) => (other.floor === floor ? 0 : 1);
  const bigger = (other: Resource) => Math.abs(other.capacity - capacity);
  const free = others
    .filter((other) => other.id !== id && other.kind === kind)
    .sort((a, b) => away(a) - away(b) || bigger(a) - bigger(b))
    .flatMap((resource) => {
      const span = freeNow(resource, at, calendar);
      return span
        ? [{ resource: resourceViewOf(resource), startsAt: span.startsAt, until: span.endsAt }]
        : [];
    });
  return { at, free: free.slice(0, freeMost) };
}
