import { type ResourceKind, resourceKinds } from '@lintel/core/bookings/booking.ts';
import type { DayView } from '@lintel/core/sites/wire.ts';
import type { Span } from '@lintel/core/time.ts';
import { Button, Checkbox, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Said } from '../../ui/booking/said.tsx';
import { kindNames } from '../../ui/calendar/words.ts';
import { Loaded, Nothing, Problem } from '../../ui/notes.tsx';
import { clock, dayName, spanText } from '../../ui/zone.ts';
import { useConsoleDay } from '../day/day.ts';
import { openHours } from '../day/open-hours.ts';
import { askToHold, type Override } from './ask.ts';
import { ClockFields } from './clock-fields.tsx';
import { DateField } from './date-field.tsx';
import { useDesk } from './desk.tsx';
import { PersonField } from './person-field.tsx';
import { OverrideForm, Refused } from './refused.tsx';
import { useAsked } from './use-asked.ts';
import type { HoldAnswer, Person } from './wires.ts';

/** Holds everything of a kind that is free, for somebody's day: nothing is charged until they say yes. */
export function HoldCard({ date }: { readonly date: string }) {
  const [chosenDate, setDate] = useState(date);
  const day = useConsoleDay(chosenDate);
  return (
    <Loaded query={day}>
      {(shown) => <Form key={shown.date} day={shown} date={chosenDate} setDate={setDate} />}
    </Loaded>
  );
}

type Props = { readonly day: DayView; readonly date: string; readonly setDate: (date: string) => void };

function Form({ day, date, setDate }: Props) {
  const { timeZone } = useDesk();
  const [span, setSpan] = useState<Span>(() => openHours(day));
  const [kinds, setKinds] = useState<readonly ResourceKind[]>(['desk']);
  const [person, setPerson] = useState<Person>();
  const [title, setTitle] = useState('');
  const holding = useAsked(askToHold);
  const here = resourceKinds.filter((kind) => day.resources.some((one) => one.kind === kind));
  const chosen = kinds.filter((kind) => here.includes(kind));
  const hold = (override?: { reason: string }) =>
    person &&
    holding.mutate({ ...span, kinds: chosen, forHolderId: person.id, title: title.trim(), override });
  if (holding.data && 'reasons' in holding.data)
    return (
      <Refused
        refused={holding.data}
        word="Nothing is held"
        busy={holding.isPending}
        error={holding.error}
        again={hold}
        edit={holding.reset}
      />
    );
  if (holding.data)
    return <HeldSaid held={holding.data} busy={holding.isPending} error={holding.error} again={hold} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        hold();
      }}
    >
      <Stack>
        <PersonField label="For (whoever says yes for the company)" person={person} choose={setPerson} />
        <Group grow align="start">
          <DateField date={date} choose={setDate} />
          <TextInput
            label="Title"
            placeholder="The company’s day"
            maxLength={120}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
        </Group>
        <ClockFields {...{ day, span }} choose={setSpan} />
        <Checkbox.Group
          label="What of"
          value={[...chosen]}
          onChange={(values) => setKinds(here.filter((kind) => values.includes(kind)))}
        >
          <Group mt={4}>
            {here.map((kind) => (
              <Checkbox key={kind} value={kind} label={kindNames[kind].many} />
            ))}
          </Group>
        </Checkbox.Group>
        <Text size="sm">
          What is taken meanwhile is left out and named. Nothing is charged until it is accepted.
        </Text>
        {holding.error && <Problem error={holding.error} />}
        <Group>
          <Button
            type="submit"
            loading={holding.isPending}
            disabled={!person || chosen.length === 0 || span.endsAt <= span.startsAt}
          >
            Hold {dayName(span.startsAt, timeZone)}, {spanText(span, timeZone)}
          </Button>
          {!person && <Text size="sm">Choose for whom it is.</Text>}
        </Group>
      </Stack>
    </form>
  );
}

type HeldProps = {
  readonly held: Exclude<HoldAnswer, { kind: 'refused' }>;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly again: (override: Override | undefined) => void;
};

/** What was held and what was left out, and why. Where nothing could be, the rules may be overridden; what others have booked may not. */
function HeldSaid({ held, busy, error, again }: HeldProps) {
  const { back, timeZone } = useDesk();
  const { bookings, skipped } = held;
  const [first] = bookings;
  return (
    <Stack>
      <Said
        tone={bookings.length > 0 ? 'good' : 'bad'}
        word={
          first ? `Held: ${bookings.length} ${bookings.length === 1 ? 'place' : 'places'}` : 'Nothing is held'
        }
      >
        {first
          ? `${bookings.map(({ resourceName }) => resourceName).join(', ')}, until ${clock(first.endsAt, timeZone)}.`
          : 'None of them is free for all of this time.'}
      </Said>
      {skipped.length > 0 && (
        <section aria-label="Left out">
          <Text size="sm" fw={600}>
            Left out:
          </Text>
          <List size="sm">
            {skipped.map((one) => (
              <List.Item key={one.resourceId}>
                {one.resourceName}: {one.because}
              </List.Item>
            ))}
          </List>
        </section>
      )}
      {bookings.length === 0 && skipped.length > 0 && <OverrideForm {...{ busy, again }} />}
      {error && <Problem error={error} />}
      {bookings.length + skipped.length === 0 && <Nothing title="There is nothing of these kinds here" />}
      <Group>
        <Button onClick={back}>Done</Button>
      </Group>
    </Stack>
  );
}
