import { Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Problem } from '../../ui/notes.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useServerClock } from '../../ui/server-clock.ts';
import { dateOf } from '../../ui/zone.ts';
import { type FieldErrors, fieldsOf, noErrors } from '../form/fields.ts';
import { DatesList } from './dates-list.tsx';
import { byRow, type Draft, draftOf, readDraft, weekdays } from './draft.ts';
import { type KeptHours, useKeepHours } from './hours.ts';
import { HoursList } from './hours-list.tsx';

type Props = { readonly siteId: string; readonly kept: KeptHours; readonly mayChange: boolean };

/** The week and its exceptions, edited as a whole and kept as a whole. */
export function HoursForm({ siteId, kept, mayChange }: Props) {
  const [draft, setDraft] = useState(() => draftOf(kept));
  const [wrong, setWrong] = useState<FieldErrors>(noErrors);
  const keeping = useKeepHours(siteId);
  const today = dateOf(useServerClock(60_000), kept.timeZone);
  const errors = wrong.size > 0 ? wrong : byRow(draft, fieldsOf(keeping.error));
  const change = (next: Draft) => {
    setDraft(next);
    setWrong(noErrors);
    keeping.reset();
  };
  function keep(event: FormEvent): void {
    event.preventDefault();
    const read = readDraft(draft);
    setWrong(read.kind === 'wrong' ? read.errors : noErrors);
    if (read.kind === 'whole') keeping.mutate(read.opening);
  }
  return (
    <form onSubmit={keep} noValidate>
      <Stack>
        <Week {...{ draft, errors, mayChange, change }} />
        <DatesList
          {...{ today, errors, mayChange }}
          dates={draft.dates}
          change={(dates) => change({ ...draft, dates })}
        />
        {wrong.size > 0 && (
          <Notice tone="bad" role="alert" title="Not kept">
            Correct what is marked above, then keep it again.
          </Notice>
        )}
        {keeping.error && <Problem error={keeping.error} />}
        {keeping.data && <Kept outside={keeping.data.outside} />}
        {mayChange && (
          <Group>
            <Button type="submit" loading={keeping.isPending}>
              Keep these hours
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

type WeekProps = {
  readonly draft: Draft;
  readonly errors: FieldErrors;
  readonly mayChange: boolean;
  readonly change: (draft: Draft) => void;
};

function Week({ draft, errors, mayChange, change }: WeekProps) {
  return (
    <Stack component="section" aria-label="The week">
      <Title order={2} size="h3">
        The week
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {weekdays.map((name, index) => (
          <Paper withBorder p="md" key={name}>
            <Title order={3} size="h5" mb={6}>
              {name}
            </Title>
            <HoursList
              of={name}
              hours={draft.week[index] ?? []}
              {...{ errors, mayChange }}
              change={(hours) =>
                change({ ...draft, week: draft.week.map((day, at) => (at === index ? hours : day)) })
              }
            />
          </Paper>
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function Kept({ outside }: { readonly outside: number }) {
  const count = outside === 1 ? '1 booking to come lies' : `${outside} bookings to come lie`;
  return (
    <Notice tone={outside > 0 ? 'warn' : 'good'} role="status" title="Kept">
      <Text size="sm">
        {outside > 0
          ? `${count} outside these hours now. They stand: move or cancel them, or leave them.`
          : 'These hours hold from now on. No booking to come lies outside them.'}
      </Text>
    </Notice>
  );
}
