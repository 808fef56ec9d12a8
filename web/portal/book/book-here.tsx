import type { DayView } from '@lintel/core/sites/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { Anchor } from '@mantine/core';
import { WishDialog } from '../../ui/booking/wish-dialog.tsx';
import type { Wish } from '../../ui/calendar/book.ts';
import type { Wanted } from '../../ui/grid/lane.tsx';
import { seriesHash } from '../series/series-hash.ts';
import { WaitButton } from '../waits/wait-button.tsx';

type Props = {
  readonly day: DayView;
  readonly now: EpochMs;
  readonly wanted: Wanted | undefined;
  readonly close: () => void;
};

/** The booking dialog over a day: with ways to repeat the wish as a series, and to wait for it where it is taken. */
export function BookHere({ day, now, wanted, close }: Props) {
  const { site, help } = day;
  const place = wanted && {
    siteName: site.name,
    timeZone: site.timeZone,
    help,
    resource: wanted.resource,
    day: { startsAt: day.startsAt, endsAt: day.endsAt },
    startsAt: wanted.startsAt,
    endsAt: wanted.endsAt,
    freeUntil: wanted.freeUntil,
  };
  const more = (wish: Wish, isTaken: boolean) =>
    isTaken ? (
      <WaitButton siteId={site.id} wish={wish} what={{ resourceId: wish.resourceId }} />
    ) : (
      <Anchor size="sm" underline="always" href={seriesHash(site, wish)}>
        Repeat it every week…
      </Anchor>
    );
  return (
    <WishDialog
      {...{ place, now, close, more }}
      path="/api/bookings"
      titleLabel="Title (others do not see it)"
    />
  );
}
