import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import type { FieldErrors } from '../form/fields.ts';
import { type HoursDraft, newHours } from './draft.ts';

type Props = {
  /** Whose hours: `Monday`, `2027-12-25`. Said with every field, for those who do not see where it stands. */
  readonly of: string;
  readonly hours: readonly HoursDraft[];
  readonly errors: FieldErrors;
  readonly mayChange: boolean;
  readonly change: (hours: readonly HoursDraft[]) => void;
};

/** The hours of one day, none or many. */
export function HoursList({ of, hours, errors, mayChange, change }: Props) {
  const put = (key: string, part: Partial<HoursDraft>) =>
    change(hours.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <Stack gap={6}>
      {hours.length === 0 && <Text size="sm">Closed</Text>}
      {hours.map((row, index) => (
        <HoursRow
          key={row.key}
          row={row}
          name={hours.length > 1 ? `${of}, ${index + 1} of ${hours.length}` : of}
          error={errors.get(row.key)}
          mayChange={mayChange}
          put={(part) => put(row.key, part)}
          remove={() => change(hours.filter(({ key }) => key !== row.key))}
        />
      ))}
      {mayChange && (
        <Group>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={`Add hours to ${of}`}
            onClick={() => change([...hours, newHours()])}
          >
            Add hours
          </Button>
        </Group>
      )}
    </Stack>
  );
}

type RowProps = {
  readonly row: HoursDraft;
  readonly name: string;
  readonly error: string | undefined;
  readonly mayChange: boolean;
  readonly put: (part: Partial<HoursDraft>) => void;
  readonly remove: () => void;
};

function HoursRow({ row, name, error, mayChange, put, remove }: RowProps) {
  const errorId = `wrong-${row.key}`;
  const told = error ? { 'aria-describedby': errorId } : {};
  return (
    <div>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          type="time"
          aria-label={`${name}: opens`}
          value={row.opens}
          error={error !== undefined}
          readOnly={!mayChange}
          onChange={(event) => put({ opens: event.currentTarget.value })}
          {...told}
        />
        <Text size="sm">to</Text>
        <TextInput
          type="time"
          aria-label={`${name}: closes`}
          value={row.closes}
          error={error !== undefined}
          readOnly={!mayChange}
          onChange={(event) => put({ closes: event.currentTarget.value })}
          {...told}
        />
        {mayChange && (
          <ActionIcon variant="default" size="lg" aria-label={`Remove ${name}`} onClick={remove}>
            ✕
          </ActionIcon>
        )}
      </Group>
      {error && (
        <Text size="sm" c="var(--mantine-color-error)" id={errorId} mt={4}>
          {error}
        </Text>
      )}
    </div>
  );
}
