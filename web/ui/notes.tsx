import { Anchor, Button, Group, Loader, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Refused } from './api.ts';
import { Notice } from './notice.tsx';

/** What went wrong, in the server's own sentence; each field that was wrong below it. */
export function Problem({ error, retry }: { readonly error: Error; readonly retry?: () => void }) {
  const fields = error instanceof Refused ? (error.problem.fields ?? []) : [];
  return (
    <Notice tone="bad" role="alert" title="That did not work">
      <Stack gap="xs">
        <Text size="sm">{error.message}</Text>
        {fields.map((field) => (
          <Text size="sm" key={field.path}>
            {field.path}: {field.message}
          </Text>
        ))}
        {retry && (
          <Group>
            <Button size="xs" variant="default" onClick={retry}>
              Try again
            </Button>
          </Group>
        )}
      </Stack>
    </Notice>
  );
}

export type Help = { readonly name: string; readonly email: string; readonly phone: string };

/** Who can help, one press away from being called or written to. */
export function HelpNote({ help }: { readonly help: Help }) {
  return (
    <Text size="sm">
      {help.name} can help:{' '}
      {help.phone && (
        <Anchor href={`tel:${help.phone.replace(/[^+\d]/g, '')}`} underline="always">
          {help.phone}
        </Anchor>
      )}
      {help.phone && help.email && ' or '}
      {help.email && (
        <Anchor href={`mailto:${help.email}`} underline="always">
          {help.email}
        </Anchor>
      )}
    </Text>
  );
}

/** Said when there is nothing to show, with what would make something appear. */
export function Nothing({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <Stack gap={4} align="center" py={48} px="md" ta="center">
      <Text fw={600}>{title}</Text>
      <Text c="dimmed" size="sm" maw={420}>
        {children}
      </Text>
    </Stack>
  );
}

/** Whatever a query has: its value when there is one, even an aged one; else why not. */
export function Loaded<Value>(props: {
  readonly query: { data: Value | undefined; error: Error | null; refetch: () => unknown };
  readonly children: (value: Value) => ReactNode;
}) {
  const { data: value, error, refetch } = props.query;
  if (value !== undefined) return props.children(value);
  if (error) return <Problem error={error} retry={() => void refetch()} />;
  return (
    <Group justify="center" py={64}>
      <Loader aria-label="Loading" />
    </Group>
  );
}
