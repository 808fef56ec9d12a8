import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { SiteView } from '@lintel/core/sites/wire.ts';
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { StaleNote } from '../../ui/booking/stale-note.tsx';
import { useCancel, useChange } from '../../ui/booking/use-change.ts';
import { Why } from '../../ui/booking/verdict-note.tsx';
import type { ChangeAnswer } from '../../ui/booking/wires.ts';
import { Problem } from '../../ui/notes.tsx';
import { StateWord } from '../../ui/state-word.tsx';
import { type Act, actNames } from './acts.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { DescribeDialog } from './describe-dialog.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { TransferDialog } from './transfer-dialog.tsx';

type Props = {
  readonly booking: BookingView;
  readonly site: SiteView;
  readonly acts: readonly Act[];
};

const atOnce: ReadonlySet<Act> = new Set<Act>(['accept', 'check_in', 'end', 'withdraw']);

/**
 * Buttons for what can be done with a booking. What has no price is done at once; the rest says first what it means. It stays where nothing can be done any more, for the answer to be read.
 */
export function ActsBar({ booking, site, acts }: Props) {
  const { timeZone } = site;
  const [open, setOpen] = useState<Act>();
  const [before, setBefore] = useState(booking);
  const changing = useChange('/api/bookings', booking);
  const declining = useCancel('/api/bookings', booking);
  const close = () => setOpen(undefined);

  const press = (act: Act) => {
    changing.reset();
    setBefore(booking);
    if (act === 'accept' || act === 'check_in' || act === 'end' || act === 'withdraw')
      changing.mutate({ kind: act }, { onSuccess: (answer) => tell(act, answer) });
    else if (act === 'decline') declining.mutate();
    else setOpen(act);
  };
  const busy = changing.isPending || declining.isPending;
  return (
    <>
      {acts.length > 0 && (
        <Group gap="xs">
          {acts.map((act, index) => (
            <Button
              key={act}
              size="sm"
              variant={index === 0 && (atOnce.has(act) || act === 'move') ? 'filled' : 'default'}
              disabled={busy}
              loading={changing.isPending && changing.variables?.kind === act}
              onClick={() => press(act)}
            >
              {actNames[act]}
            </Button>
          ))}
        </Group>
      )}
      {changing.error && <Problem error={changing.error} />}
      {declining.error && <Problem error={declining.error} />}
      {changing.data?.kind === 'stale' && (
        <StaleNote {...{ before, timeZone }} now={changing.data.booking} sentence={changing.data.sentence} />
      )}
      {changing.data?.kind === 'refused' && (
        <div role="alert">
          <StateWord tone="bad">That cannot be done</StateWord>
          <Why {...changing.data} timeZone={timeZone} />
        </div>
      )}
      {(open === 'move' || open === 'extend') && (
        <MoveDialog {...{ booking, site, close }} to={open === 'extend' ? 'longer' : undefined} />
      )}
      {open === 'describe' && <DescribeDialog {...{ booking, timeZone, close }} />}
      {open === 'transfer' && <TransferDialog {...{ booking, timeZone, close }} />}
      {open === 'cancel' && <CancelDialog {...{ booking, timeZone, close }} />}
    </>
  );
}

const doneWords: Partial<Record<Act, string>> = {
  accept: 'It is yours',
  check_in: 'Checked in',
  end: 'Ended',
  withdraw: 'Taken back',
};

function tell(act: Act, answer: ChangeAnswer): void {
  if (answer.kind === 'changed')
    notifications.show({ title: doneWords[act] ?? 'Done', message: answer.booking.resourceName });
  if (answer.kind === 'requested') notifications.show({ title: 'Not done yet', message: answer.sentence });
}
