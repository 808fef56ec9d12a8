import type { DayView } from '@lintel/core/sites/wire.ts';
import { Button, Group, Stack, Title } from '@mantine/core';
import { useServerNow } from '../../ui/calendar/server-now.ts';
import { noonOf } from '../../ui/grid/week.ts';
import { goTo } from '../../ui/hash.ts';
import { Loaded, Problem } from '../../ui/notes.tsx';
import { dateAfter, dateOf, dayName } from '../../ui/zone.ts';
import { Cards, useCards } from '../desk/cards.tsx';
import { DateField } from '../desk/date-field.tsx';
import { useZone } from '../health.ts';
import { Coming } from './coming.tsx';
import { useConsoleDay } from './day.ts';
import { DayBoard } from './day-board.tsx';
import { HorizonNote } from './horizon-note.tsx';
import { openHours } from './open-hours.ts';

/** One day at this site: everything that is booked, and everything the desk does about it. */
export function DayPage({ date }: { readonly date: string | undefined }) {
  const timeZone = useZone();
  const query = useConsoleDay(date);
  const today = dateOf(query.data?.at ?? Date.now(), timeZone);
  return (
    <Stack>
      <DayBar date={date ?? query.data?.date ?? today} today={today} />
      {query.error && query.data && <Problem error={query.error} retry={() => void query.refetch()} />}
      <Loaded query={query}>{(day) => <Desk day={day} answeredAt={query.dataUpdatedAt} />}</Loaded>
    </Stack>
  );
}

function DayBar({ date, today }: { readonly date: string; readonly today: string }) {
  return (
    <Group justify="space-between" align="end">
      <Title order={1} size="h2" aria-live="polite">
        {date === today && 'Today, '}
        {dayName(noonOf(date), 'UTC')}
        {date.slice(0, 4) !== today.slice(0, 4) && ` ${date.slice(0, 4)}`}
      </Title>
      <Group gap="xs" align="end">
        <Button
          variant="default"
          aria-label="Previous day"
          onClick={() => goTo('today', dateAfter(date, -1))}
        >
          ‹
        </Button>
        <Button variant="default" disabled={date === today} onClick={() => goTo('today')}>
          Today
        </Button>
        <Button variant="default" aria-label="Next day" onClick={() => goTo('today', dateAfter(date, 1))}>
          ›
        </Button>
        <DateField date={date} choose={(chosen) => goTo('today', chosen)} />
      </Group>
    </Group>
  );
}

function Desk({ day, answeredAt }: { readonly day: DayView; readonly answeredAt: number }) {
  const now = useServerNow(day.at, answeredAt);
  const { desk, pile } = useCards(day.site.timeZone, day.site.currency);
  const [first] = day.resources;
  const start = first && { date: day.date, resourceId: first.id, startsAt: openHours(day).startsAt };
  return (
    <>
      <HorizonNote day={day} />
      {start && day.horizonAt > day.startsAt && day.endsAt > now && (
        <Group gap="xs">
          <Button onClick={() => desk.open({ kind: 'wish', start })}>New booking</Button>
          <Button
            variant="default"
            onClick={() => desk.open({ kind: 'wish', start: { ...start, isBlock: true } })}
          >
            Block for maintenance
          </Button>
          <Button variant="default" onClick={() => desk.open({ kind: 'hold', date: day.date })}>
            Hold all that is free
          </Button>
        </Group>
      )}
      <DayBoard {...{ day, now, desk }} />
      <Coming {...{ day, now, desk }} />
      <Cards {...{ desk, pile }} />
    </>
  );
}
