import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { DayView } from '@lintel/core/sites/wire.ts';
import { minuteMs } from '@lintel/core/time.ts';
import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { lengthsOf, spanOf } from '../../ui/booking/times.ts';
import { TimesFields } from '../../ui/booking/times-fields.tsx';
import { Loaded, Problem } from '../../ui/notes.tsx';
import { clock, dateOf } from '../../ui/zone.ts';
import { sameClockOn, useConsoleDay } from '../day/day.ts';
import { ChangeSaid } from './change-said.tsx';
import { DateField } from './date-field.tsx';
import { type Target, useDesk } from './desk.tsx';
import { useChange } from './use-asked.ts';
import { whatText, whoText } from './words.ts';

type Props = { readonly booking: BookingView; readonly to: Target | 'longer' };

/** Moves a booking in time or to another place, or makes it longer or shorter. What is moved is the booking as it was when the card was opened: a later version is told as such. */
export function MoveCard({ booking, to }: Props) {
  const { timeZone } = useDesk();
  const [before] = useState(booking);
  const [date, setDate] = useState(() => dateOf(to === 'longer' ? booking.startsAt : to.startsAt, timeZone));
  const [target, setTarget] = useState<Target>();
  const day = useConsoleDay(date);
  const moving = useChange(before);
  const move = ({ resourceId, startsAt, endsAt }: Target, override?: { reason: string }) =>
    moving.mutate({ change: { kind: 'move', resourceId, startsAt, endsAt }, override });
  const asked = moving.variables?.change;
  if (moving.data && asked?.kind === 'move')
    return (
      <ChangeSaid
        answer={moving.data}
        before={before}
        done={to === 'longer' ? 'Its end is moved' : 'Moved'}
        busy={moving.isPending}
        error={moving.error}
        again={(override) => move(asked, override)}
        edit={moving.reset}
        take={(free) => move(free)}
      />
    );
  return (
    <Loaded query={day}>
      {(shown) => (
        <Form
          day={shown}
          booking={before}
          target={target ?? (to === 'longer' ? longer(shown, before) : to)}
          asking={moving.isPending}
          error={moving.error}
          {...{ date, setDate, setTarget, move }}
        />
      )}
    </Loaded>
  );
}

type FormProps = {
  readonly day: DayView;
  readonly booking: BookingView;
  readonly target: Target;
  readonly date: string;
  readonly asking: boolean;
  readonly error: Error | null;
  readonly setDate: (date: string) => void;
  readonly setTarget: (target: Target) => void;
  readonly move: (target: Target) => void;
};

function Form({ day, booking, target, date, asking, error, setDate, setTarget, move }: FormProps) {
  const { timeZone } = useDesk();
  const hasBegun = booking.startsAt <= day.at;
  const resource = day.resources.find(({ id }) => id === target.resourceId) ?? day.resources[0];
  const isSame =
    target.resourceId === booking.resourceId &&
    target.startsAt === booking.startsAt &&
    target.endsAt === booking.endsAt;
  if (!resource) return <Text>This place is not there any more.</Text>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSame) move(target);
      }}
    >
      <Stack>
        <div>
          <Text fw={600}>{whoText(booking)}</Text>
          <Text size="sm">Now: {whatText(booking, timeZone)}</Text>
        </div>
        {!hasBegun && (
          <Group grow align="start">
            <DateField
              date={date}
              choose={(chosen) => {
                const startsAt = sameClockOn(chosen, target.startsAt, timeZone);
                setDate(chosen);
                setTarget({ ...target, ...spanOf(startsAt, (target.endsAt - target.startsAt) / minuteMs) });
              }}
            />
            <NativeSelect
              label="Place"
              value={target.resourceId}
              data={day.resources.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(event) => {
                const chosen = day.resources.find(({ id }) => id === event.currentTarget.value);
                if (chosen) setTarget({ ...target, resourceId: chosen.id });
              }}
            />
          </Group>
        )}
        <TimesFields
          steps={resource}
          now={day.at}
          span={target}
          choose={(span) => setTarget({ ...target, ...span })}
          isStartFixed={hasBegun}
          {...{ day, timeZone }}
        />
        {error && <Problem error={error} />}
        <Group>
          <Button type="submit" loading={asking} disabled={isSame} data-autofocus>
            {hasBegun
              ? `End at ${clock(target.endsAt, timeZone)}`
              : `Move to ${resource.name}, ${clock(target.startsAt, timeZone)}–${clock(target.endsAt, timeZone)}`}
          </Button>
          {isSame && <Text size="sm">It is there already. Choose another time or place.</Text>}
        </Group>
      </Stack>
    </form>
  );
}

/** The next length that the place allows; as it is, when there is none. */
function longer(day: DayView, { resourceId, startsAt, endsAt }: BookingView): Target {
  const resource = day.resources.find(({ id }) => id === resourceId);
  const lengthMin = (endsAt - startsAt) / minuteMs;
  const next = resource && lengthsOf(resource).find((length) => length > lengthMin);
  return { resourceId, ...spanOf(startsAt, next ?? lengthMin) };
}
