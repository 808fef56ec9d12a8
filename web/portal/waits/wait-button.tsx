import type { ResourceKind } from '@lintel/core/bookings/booking.ts';
import type { ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { Span } from '@lintel/core/time.ts';
import { Button, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ask, refusalOf } from '../../ui/api.ts';
import { hashOf } from '../../ui/hash.ts';
import { Problem } from '../../ui/notes.tsx';
import { StateWord } from '../../ui/state-word.tsx';
import { uuid } from '../../ui/uuid.ts';

type Props = {
  readonly siteId: SiteId;
  readonly wish: Span & { readonly people?: number | undefined };
  readonly what: { readonly resourceId: ResourceId } | { readonly kind: ResourceKind };
};

/** Waits for the time of this wish: in one resource, or in any of a kind. Pressed twice it waits once. */
export function WaitButton({ siteId, wish, what }: Props) {
  const queries = useQueryClient();
  const requestId = useRef(uuid());
  const waiting = useMutation({
    mutationFn: async () => {
      const { startsAt, endsAt, people } = wish;
      const body = { requestId: requestId.current, siteId, ...what, startsAt, endsAt, people: people || 1 };
      const answer = await ask('/api/waits', { method: 'POST', body });
      if (answer.status >= 400) throw refusalOf(answer);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['waits'] }),
  });
  if (waiting.isSuccess)
    return (
      <Text size="sm" role="status">
        <StateWord tone="good">You are on the wait-list</StateWord> When it becomes free it is kept for you
        for a while and you are told. <a href={hashOf('waits')}>See what you wait for</a>
      </Text>
    );
  return (
    <Stack gap="xs">
      <Button variant="default" loading={waiting.isPending} onClick={() => waiting.mutate()}>
        Join the wait-list for this time
      </Button>
      {waiting.error && <Problem error={waiting.error} />}
    </Stack>
  );
}
