import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import type { DayView, SiteView } from '@lintel/core/sites/wire.ts';
import type { Span } from '@lintel/core/time.ts';
import { minuteMs } from '@lintel/core/time.ts';
import { Modal } from '@mantine/core';
import { useState } from 'react';
import { lengthsOf, spanOf } from '../../ui/booking/times.ts';
import { useChange } from '../../ui/booking/use-change.ts';
import { Loaded } from '../../ui/notes.tsx';
import { dateOf } from '../../ui/zone.ts';
import { useDay } from '../sites.ts';
import { ChangeSaid } from './change-answer.tsx';
import { MoveForm } from './move-form.tsx';

/** Where a booking is to go. */
export type Target = Span & { readonly resourceId: ResourceId };

type Props = {
  readonly booking: BookingView;
  readonly site: SiteView;
  /** Where it was dragged to; `longer`: a step longer where it is; where it is without. */
  readonly to?: Target | 'longer' | undefined;
  readonly close: () => void;
};

/** Moves a booking in time or to another place of its site, longer or shorter too: with the new price and every reason against it before anything is done. */
export function MoveDialog({ booking, site, to, close }: Props) {
  return (
    <Modal
      opened
      onClose={close}
      title={`Move ${booking.resourceName}`}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Moving {...{ booking, site, to, close }} />
    </Modal>
  );
}

function Moving({ booking, site, to = booking, close }: Props) {
  const first = to === 'longer' ? booking : to;
  // What is moved is the booking as it was when the dialog opened: a later version is told as such, not taken over.
  const [before] = useState(booking);
  const [date, setDate] = useState(() => dateOf(first.startsAt, site.timeZone));
  const day = useDay(site.id, date);
  const moving = useChange('/api/bookings', before);
  const move = ({ resourceId, startsAt, endsAt }: Target) =>
    moving.mutate({ kind: 'move', resourceId, startsAt, endsAt });
  if (moving.data)
    return (
      <ChangeSaid
        answer={moving.data}
        timeZone={site.timeZone}
        done="Moved"
        busy={moving.isPending}
        take={move}
        {...{ before, close }}
      />
    );
  return (
    <Loaded query={day}>
      {(shown) => (
        <MoveForm
          day={shown}
          booking={before}
          first={to === 'longer' ? longer(shown, before) : first}
          asking={moving.isPending}
          error={moving.error}
          {...{ date, setDate, move }}
        />
      )}
    </Loaded>
  );
}

/** The next length that the place allows; as it is, when there is none. */
function longer(day: DayView, booking: BookingView): Target {
  const { resourceId, startsAt, endsAt } = booking;
  const resource = day.resources.find(({ id }) => id === resourceId);
  const lengthMin = (endsAt - startsAt) / minuteMs;
  const next = resource && lengthsOf(resource).find((length) => length > lengthMin);
  return { resourceId, ...spanOf(startsAt, next ?? lengthMin) };
}
