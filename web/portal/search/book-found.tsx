import type { FoundView } from '@lintel/core/demand/wire.ts';
import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { chargeText } from '../../ui/booking/charge-text.ts';
import { WishAnswer } from '../../ui/booking/wish-answer.tsx';
import { useBook } from '../../ui/calendar/use-book.ts';
import { Problem } from '../../ui/notes.tsx';
import { dayName, foreignZone, readersZone, spanText } from '../../ui/zone.ts';

type Props = {
  readonly found: FoundView;
  readonly people: number | undefined;
  readonly close: () => void;
};

/** Books what a search found, as it was found: one title and one press, its price said before. */
export function BookFound({ found, people, close }: Props) {
  const { timeZone, resourceId, startsAt, endsAt } = found;
  const [title, setTitle] = useState('');
  const book = useBook('/api/bookings');
  const wish = { title: title.trim(), ...(people ? { people } : {}) };
  const zone = foreignZone(startsAt, timeZone, readersZone());
  const cost = chargeText(found.charge, found.currency);
  return (
    <Modal
      opened
      onClose={close}
      title={`Book ${found.resourceName}`}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {book.data ? (
        <WishAnswer
          answer={book.data}
          error={book.error}
          busy={book.isPending}
          take={(free) =>
            book.mutate({
              ...wish,
              resourceId: free.resourceId,
              startsAt: free.startsAt,
              endsAt: free.endsAt,
            })
          }
          {...{ timeZone, close }}
        />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            book.mutate({ ...wish, resourceId, startsAt, endsAt });
          }}
        >
          <Stack>
            <Text>
              {dayName(startsAt, timeZone)}, {spanText(found, timeZone)}
              {zone && `, ${zone}`}, {found.siteName}
            </Text>
            <Text size="sm">{cost ? `It takes ${cost}.` : 'There is nothing to pay.'}</Text>
            <TextInput
              label="Title (others do not see it)"
              maxLength={120}
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
            {book.error && <Problem error={book.error} />}
            <Button type="submit" loading={book.isPending}>
              Book {spanText(found, timeZone)}
            </Button>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
