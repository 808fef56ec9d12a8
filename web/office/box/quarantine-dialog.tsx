import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { Said } from '../../ui/booking/said.tsx';
import { Problem } from '../../ui/notes.tsx';
import { dayAndClock } from '../../ui/zone.ts';
import type { OfficeSite } from '../office-sites.ts';
import { useEndQuarantine } from './answer-for-box.ts';
import { ToldUntil } from './told-until.tsx';

type Props = { readonly site: OfficeSite; readonly close: () => void };

/** Ends the quarantine of a box’s store, once its reader has seen what may be booked twice by it. */
export function QuarantineDialog({ site, close }: Props) {
  const ending = useEndQuarantine(site.id);
  const until = site.horizonAt == null ? undefined : dayAndClock(site.horizonAt, site.timeZone);
  return (
    <Modal
      opened
      onClose={close}
      title={`End the quarantine of ${site.name}?`}
      centered
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {ending.data ? (
        <Stack>
          <Said tone="good" word="Quarantine ended">
            {ending.data.sentence}
          </Said>
          <Button onClick={close}>Done</Button>
        </Stack>
      ) : (
        <Stack>
          <Text size="sm">
            A box whose store was restored, moved or copied books nothing before the horizon it had reached,
            because it may have forgotten what it promised. Doors open as always. The console at the site says
            whether it is in quarantine{until ? `, which ends by itself by ${until} at the latest` : ''}.
          </Text>
          <ToldUntil site={site} />
          <Text size="sm">
            End it early when you can look on paper, or ask at the front desk, what was promised since. If the
            box is in no quarantine, nothing changes.
          </Text>
          {ending.error && <Problem error={ending.error} />}
          <Group grow preventGrowOverflow={false}>
            <Button variant="default" onClick={close}>
              Leave it
            </Button>
            <Button color="red.9" loading={ending.isPending} onClick={() => ending.mutate()}>
              End the quarantine
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
