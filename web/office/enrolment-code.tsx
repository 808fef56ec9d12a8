import { instant } from '@lintel/core/wire.ts';
import { Button, Code, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from '../ui/api.ts';
import { Problem } from '../ui/notes.tsx';
import { dayAndClock } from '../ui/zone.ts';
import type { OfficeSite } from './office-sites.ts';

const answer = z.object({ code: z.string(), expiresAt: instant });

/** Makes the one-time code that binds a box to this site. Shown here once and nowhere else. */
export function EnrolmentCode({ site }: { readonly site: OfficeSite }) {
  const making = useMutation({
    mutationFn: () =>
      call(answer, `/api/office/sites/${site.id}/enrolment-codes`, { method: 'POST', body: {} }),
  });
  return (
    <Stack gap="xs" align="start">
      <Button variant="default" size="sm" loading={making.isPending} onClick={() => making.mutate()}>
        {making.data ? 'Make another enrolment code' : 'Make an enrolment code'}
      </Button>
      {making.error && <Problem error={making.error} />}
      {making.data && (
        <div role="status" style={{ width: '100%' }}>
          <Text size="sm">
            Run this on the box before {dayAndClock(making.data.expiresAt, site.timeZone)} ({site.timeZone}).
            The code works once and is not shown again.
          </Text>
          <Code block mt={6} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            LINTEL_CLOUD_URL={location.origin} LINTEL_ENROLMENT_CODE={making.data.code} node_modules/.bin/node
            edge/src/main.ts
          </Code>
        </div>
      )}
    </Stack>
  );
}
