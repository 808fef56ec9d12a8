import type { DayView } from '@lintel/core/sites/wire.ts';
import { Notice } from '../../ui/notice.tsx';
import { dayAndClock } from '../../ui/zone.ts';

/** Says from when on the day is not this box's to book, where some of it is not. */
export function HorizonNote({ day }: { readonly day: DayView }) {
  const { horizonAt, endsAt, startsAt, at, site } = day;
  if (horizonAt >= endsAt || endsAt <= at) return null;
  const until = dayAndClock(horizonAt, site.timeZone);
  if (horizonAt <= startsAt)
    return (
      <Notice tone="none" role="status" title="Only to look at from here">
        This box books and changes what ends by {until}. Book and change later ones in the portal or the
        office. What was booked there and has not come here is not shown.
      </Notice>
    );
  return (
    <Notice tone="none" role="status" title={`Here until ${until}`}>
      This box books and changes what ends by then. Later ones are booked and changed in the portal or the
      office.
    </Notice>
  );
}
