import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Desk } from '../desk/desk.tsx';
import { useChange } from '../desk/use-asked.ts';

type Props = { readonly booking: BookingView; readonly desk: Desk; readonly name: string };

/** Checks somebody in with one press. Anything but a yes opens the booking, with why. */
export function CheckInButton({ booking, desk, name }: Props) {
  const checking = useChange(booking);
  return (
    <Button
      size="sm"
      loading={checking.isPending}
      aria-label={`Check in ${name}`}
      onClick={() =>
        checking.mutate(
          { change: { kind: 'check_in' } },
          {
            onSuccess: (answer) => {
              if (answer.kind === 'changed')
                return notifications.show({ title: 'Checked in', message: name });
              const message = answer.kind === 'stale' ? answer.sentence : (answer.reasons[0]?.sentence ?? '');
              notifications.show({ title: 'Not checked in', message, color: 'red' });
              desk.open({ kind: 'booking', booking });
            },
            onError: (error) =>
              notifications.show({ title: 'Not checked in', message: error.message, color: 'red' }),
          },
        )
      }
    >
      Check in
    </Button>
  );
}
