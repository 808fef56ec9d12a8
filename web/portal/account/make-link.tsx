import { calendarLinkMade } from '@lintel/core/calendars/wire.ts';
import { Button, CopyButton, Group, NativeSelect, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../ui/api.ts';
import { Problem } from '../../ui/notes.tsx';
import { StateWord } from '../../ui/state-word.tsx';
import { useResources, useSites } from '../sites.ts';

/** Makes a link to one's own bookings, to a place, or to a whole site. The address is shown once. */
export function MakeLink() {
  const queries = useQueryClient();
  const { data: sites = [] } = useSites();
  const resources = useResources(undefined);
  const [of, setOf] = useState('member');
  const making = useMutation({
    mutationFn: () =>
      call(calendarLinkMade, '/api/me/calendar-links', { method: 'POST', body: subjectOf(of) }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['calendars'] }),
  });
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group align="end" gap="sm">
          <NativeSelect
            label="What it shows"
            value={of}
            onChange={(event) => {
              setOf(event.currentTarget.value);
              making.reset();
            }}
            data={[
              { value: 'member', label: 'My bookings' },
              {
                group: 'A place',
                items: resources.map(({ id, name }) => ({ value: `resource ${id}`, label: name })),
              },
              { group: 'A site', items: sites.map(({ id, name }) => ({ value: `site ${id}`, label: name })) },
            ]}
          />
          <Button loading={making.isPending} onClick={() => making.mutate()}>
            Make a link
          </Button>
        </Group>
        {making.error && <Problem error={making.error} />}
        {making.data && <Address address={making.data.address} />}
      </Stack>
    </Paper>
  );
}

function Address({ address }: { readonly address: string }) {
  return (
    <div role="status">
      <StateWord tone="good">Made</StateWord>
      <Text size="sm">It is shown only now: copy it into your calendar program.</Text>
      <Group align="end" gap="xs" wrap="nowrap">
        <TextInput
          label="Address"
          readOnly
          flex={1}
          value={address}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton value={address}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Group>
    </div>
  );
}

function subjectOf(of: string) {
  const [kind, id] = of.split(' ');
  if (kind === 'resource') return { of: 'resource', resourceId: id };
  if (kind === 'site') return { of: 'site', siteId: id };
  return { of: 'member' };
}
