import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import type { FieldErrors } from '../form/fields.ts';
import { type DateDraft, newDate } from './draft.ts';
import { HoursList } from './hours-list.tsx';

type Props = {
  readonly dates: readonly DateDraft[];
  readonly today: string;
  readonly errors: FieldErrors;
  readonly mayChange: boolean;
  readonly change: (dates: readonly DateDraft[]) => void;
};

/** Holidays and other dates on which the week does not count. Those gone by are kept and not shown. */
export function DatesList({ dates, today, errors, mayChange, change }: Props) {
  const shown = dates.filter(({ key, date }) => !(date < today && date !== '') || errors.has(key));
  const put = (key: string, part: Partial<DateDraft>) =>
    change(dates.map((one) => (one.key === key ? { ...one, ...part } : one)));
  return (
    <Stack component="section" aria-label="Other dates">
      <Title order={2} size="h3">
        Holidays and other dates
      </Title>
      {shown.length === 0 && <Text size="sm">None to come: every date is as its day of the week.</Text>}
      {shown.map((one) => (
        <Paper withBorder p="md" key={one.key}>
          <Stack gap="xs">
            <Group align="end">
              <TextInput
                type="date"
                label="Date"
                value={one.date}
                error={errors.get(one.key)}
                readOnly={!mayChange}
                onChange={(event) => put(one.key, { date: event.currentTarget.value })}
              />
              <TextInput
                label="Why"
                placeholder="Christmas"
                maxLength={200}
                value={one.note}
                readOnly={!mayChange}
                onChange={(event) => put(one.key, { note: event.currentTarget.value })}
              />
              {mayChange && (
                <Button
                  variant="default"
                  aria-label={`Remove the date ${one.date}`}
                  onClick={() => change(dates.filter(({ key }) => key !== one.key))}
                >
                  Remove
                </Button>
              )}
            </Group>
            <HoursList
              of={one.date || 'the new date'}
              hours={one.hours}
              {...{ errors, mayChange }}
              change={(hours) => put(one.key, { hours })}
            />
          </Stack>
        </Paper>
      ))}
      {mayChange && (
        <Group>
          <Button variant="default" onClick={() => change([...dates, newDate(today)])}>
            Add a date
          </Button>
        </Group>
      )}
    </Stack>
  );
}
