import { dayView } from '@lintel/core/sites/wire.ts';
import { instant } from '@lintel/core/wire.ts';
import { Button, Group, NativeSelect, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { call } from '../ui/api.ts';
import { Loaded, Problem } from '../ui/notes.tsx';
import { clock } from '../ui/zone.ts';

const code = z.object({ code: z.string(), expiresAt: instant });

/** Makes the six digits that bind one tablet to one resource. Shown once; good for ten minutes and one tablet. */
export function PairingCode() {
  const query = useQuery({
    queryKey: ['bookings', 'day', 'today'],
    queryFn: () => call(dayView, '/api/console/day'),
  });
  const [chosen, setChosen] = useState('');
  const [name, setName] = useState('');
  const making = useMutation({
    mutationFn: (body: { readonly resourceId: string; readonly name: string }) =>
      call(code, '/api/console/panels/codes', { method: 'POST', body }),
  });
  return (
    <Loaded query={query}>
      {({ resources, site }) => {
        const resource = resources.find((known) => known.id === chosen) ?? resources[0];
        if (!resource) return <Text>Add a room or a desk first; a panel belongs to one.</Text>;
        const panelName = name.trim() || `${resource.name} panel`;
        return (
          <Paper withBorder p="md" component="section" aria-label="Pair a panel">
            <Stack gap="sm">
              <form
                onSubmit={(event) => {
                  event.preventDefault();
                  making.mutate({ resourceId: resource.id, name: panelName });
                }}
              >
                <Group align="end">
                  <NativeSelect
                    label="For"
                    value={resource.id}
                    data={resources.map((known) => ({ value: known.id, label: known.name }))}
                    onChange={(event) => setChosen(event.currentTarget.value)}
                  />
                  <TextInput
                    label="Name of the panel"
                    placeholder={`${resource.name} panel`}
                    maxLength={120}
                    value={name}
                    onChange={(event) => setName(event.currentTarget.value)}
                  />
                  <Button type="submit" loading={making.isPending}>
                    Make a pairing code
                  </Button>
                </Group>
              </form>
              {making.error && <Problem error={making.error} />}
              {making.data && (
                <div role="status">
                  <span className="pin">{making.data.code}</span>
                  <Text size="sm">
                    Open /panel/ of this box on the tablet and type these digits before{' '}
                    {clock(making.data.expiresAt, site.timeZone)}. They work once.
                  </Text>
                </div>
              )}
            </Stack>
          </Paper>
        );
      }}
    </Loaded>
  );
}
