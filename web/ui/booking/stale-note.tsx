import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { List, Text } from '@mantine/core';
import { differences } from './differences.ts';
import { Said } from './said.tsx';

type Props = {
  readonly before: BookingView;
  readonly now: BookingView;
  readonly sentence: string;
  readonly timeZone: string;
};

/** Somebody was quicker: nothing was changed, and this is what is other about the booking since it was looked at. */
export function StaleNote({ before, now, sentence, timeZone }: Props) {
  const said = differences(before, now, timeZone);
  return (
    <Said tone="warn" word="It was changed meanwhile">
      <Text size="sm">{sentence}</Text>
      {said.length > 0 && (
        <List size="sm" mt="xs">
          {said.map((one) => (
            <List.Item key={one}>{one}</List.Item>
          ))}
        </List>
      )}
      <Text size="sm" mt="xs">
        Nothing of yours was changed. Look at it as it is now, and decide again.
      </Text>
    </Said>
  );
}
