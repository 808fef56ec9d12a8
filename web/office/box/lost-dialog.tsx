import { Button, Checkbox, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Said } from '../../ui/booking/said.tsx';
import { Problem } from '../../ui/notes.tsx';
import { Notice } from '../../ui/notice.tsx';
import { dayAndClock } from '../../ui/zone.ts';
import type { OfficeSite } from '../office-sites.ts';
import { useDeclareLost } from './answer-for-box.ts';
import { ToldUntil } from './told-until.tsx';

type Props = { readonly site: OfficeSite; readonly close: () => void };

/** Gives a box up for lost, once its reader has seen what that ends for good and what nobody can know any more. */
export function LostDialog({ site, close }: Props) {
  const declaring = useDeclareLost(site.id);
  return (
    <Modal
      opened
      onClose={close}
      title={`Declare the box of ${site.name} lost?`}
      centered
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {declaring.data ? (
        <Stack>
          <Said tone="good" word="Declared lost">
            {declaring.data.sentence} Make an enrolment code for the next box when you have one.
          </Said>
          <Button onClick={close}>Done</Button>
        </Stack>
      ) : (
        <Question
          {...{ site, close }}
          error={declaring.error}
          isPending={declaring.isPending}
          declare={(switchedOff) => declaring.mutate({ switchedOff })}
        />
      )}
    </Modal>
  );
}

type QuestionProps = Props & {
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly declare: (switchedOff: boolean) => void;
};

function Question({ site, close, error, isPending, declare }: QuestionProps) {
  const [isSwitchedOff, setSwitchedOff] = useState(false);
  const until = site.horizonAt == null ? 'the site’s horizon' : dayAndClock(site.horizonAt, site.timeZone);
  return (
    <Stack>
      {site.link.state === 'live' && (
        <Notice tone="warn" title="This box is being heard right now" role="alert">
          It is not lost as far as Lintel can tell. Declare it lost only when it was stolen or is being
          replaced.
        </Notice>
      )}
      <List size="sm" spacing="xs">
        <List.Item>
          This box is refused for good. It cannot come back; a new one has to be enrolled.
        </List.Item>
        <List.Item>
          A box that still runs goes on opening doors by what it knew, and hears of nothing new.
        </List.Item>
        <List.Item>Whatever was asked of it and not answered is settled here.</List.Item>
      </List>
      <ToldUntil site={site} />
      <Checkbox
        checked={isSwitchedOff}
        onChange={(event) => setSwitchedOff(event.currentTarget.checked)}
        label="I have made sure that it is switched off and stays so"
        description="Tick this only when somebody has seen it. A box that still runs would go on booking the same rooms."
      />
      <Text size="sm" role="status">
        {isSwitchedOff
          ? 'Lintel books the whole calendar of this site at once.'
          : `Until ${until} nobody can book or change anything here from afar. From then on Lintel books.`}
      </Text>
      {error && <Problem error={error} />}
      <Group grow preventGrowOverflow={false}>
        <Button variant="default" onClick={close}>
          Keep the box
        </Button>
        <Button color="red.9" loading={isPending} onClick={() => declare(isSwitchedOff)}>
          {isSwitchedOff ? 'Declare it lost and take over now' : 'Declare it lost'}
        </Button>
      </Group>
    </Stack>
  );
}
