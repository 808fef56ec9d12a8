import type { DayView } from '@lintel/core/sites/wire.ts';
import { Notice } from '../../ui/notice.tsx';
import { dayAndClock } from '../../ui/zone.ts';

type Props = { readonly page: Pick<DayView, 'link' | 'horizonAt' | 'site'> };

/** What it means for a member that the site is not heard; nothing while it is. */
export function LinkNote({ page }: Props) {
  const { link, horizonAt, site } = page;
  if (link.state === 'live' || link.state === 'late') return null;

  const until = dayAndClock(horizonAt, site.timeZone);
  const since = link.heardAt === undefined ? '' : ` since ${dayAndClock(link.heardAt, site.timeZone)}`;
  const title =
    link.state === 'never' ? `${site.name} is being set up` : `${site.name} has no internet${since}`;
  return (
    <Notice tone="warn" role="status" title={title}>
      Doors and panels there go on working, and the bookings shown may be out of date. You can still book:
      what ends by {until} is asked for and confirmed when the site answers; what starts later is confirmed at
      once.
    </Notice>
  );
}
