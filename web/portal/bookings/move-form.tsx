import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { DayView } from '@lintel/core/sites/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, epochMs } from '@lintel/core/time.ts';
import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { TimesFields } from '../../ui/booking/times-fields.tsx';
import { useJudged } from '../../ui/booking/use-judged.ts';
import { VerdictNote } from '../../ui/booking/verdict-note.tsx';
import { Problem } from '../../ui/notes.tsx';
import { clock, dayAndClock, foreignZone, readersZone } from '../../ui/zone.ts';
import type { Target } from './move-dialog.tsx';

type Props = {
  readonly day: DayView;
  readonly booking: BookingView;
  readonly first: Target;
  readonly date: string;
  readonly setDate: (date: string) => void;
  readonly asking: boolean;
  readonly error: Error | null;
  readonly move: (target: Target) => void;
};

/** Day, place, start and length of the new place. A booking that has begun keeps its place and start: only its end moves. */
export function MoveForm({ day, booking, first, date, setDate, asking, error, move }: Props) {
  const { timeZone } = day.site;
  const [target, setTarget] = useState<Target>({
    resourceId: first.resourceId,
    startsAt: first.startsAt,
    endsAt: first.endsAt,
  });
  const hasBegun = booking.startsAt <= day.at;
  const resource = day.resources.find(({ id }) => id === target.resourceId) ?? day.resources[0];
  const verdict = useJudged({ ...target, people: booking.people, moves: booking.id });
  const reasons = verdict.kind === 'judged' ? verdict.judged.reasons : [];
  const isSame = isSamePlace(target, booking);
  const zone = foreignZone(target.startsAt, timeZone, readersZone());
  if (!resource) return <Text>This place is not there any more.</Text>;

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (reasons.length === 0 && !isSame) move(target);
      }}
    >
      <Stack>
        <Text size="sm">
          Now: {booking.resourceName}, {dayAndClock(booking.startsAt, timeZone)}–
          {clock(booking.endsAt, timeZone)}
          {zone && `, ${zone}`}
        </Text>
        {!hasBegun && (
          <Group grow align="start">
            <TextInput
              label="Day"
              type="date"
              required
              withAsterisk={false}
              value={date}
              onChange={(event) => {
                const chosen = event.currentTarget.value;
                if (!chosen) return;
                setDate(chosen);
                setTarget(onDate(target, date, chosen));
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
        {isSame ? (
          <Text size="sm">It is there already. Choose another time or place.</Text>
        ) : (
          <VerdictNote {...{ verdict, timeZone, busy: asking }} help={day.help} take={move} />
        )}
        {error && <Problem error={error} />}
        <Button type="submit" loading={asking} disabled={isSame || reasons.length > 0}>
          Move to {clock(target.startsAt, timeZone)}–{clock(target.endsAt, timeZone)}
        </Button>
      </Stack>
    </form>
  );
}

function isSamePlace(a: Target, b: Target): boolean {
  return a.resourceId === b.resourceId && a.startsAt === b.startsAt && a.endsAt === b.endsAt;
}

const dayMs = 24 * 3_600_000;

/** As many whole days on as the date went: the fields then offer the steps of that day. */
function onDate(target: Target, from: string, to: string): Target {
  const byMs = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) * dayMs;
  const shifted = (at: EpochMs) => epochMs(Math.max(0, at + byMs));
  const startsAt = shifted(target.startsAt);
  return { ...target, startsAt, endsAt: addMs(startsAt, target.endsAt - target.startsAt) };
}
