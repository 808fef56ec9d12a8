import type { DayView } from '@lintel/core/sites/wire.ts';
import { Modal } from '@mantine/core';
import { Answered } from './answered.tsx';
import { BookForm } from './book-form.tsx';
import type { Opening } from './timeline.tsx';
import { useBook } from './use-book.ts';

type Props = {
  readonly day: DayView;
  readonly opening: Opening | undefined;
  readonly path: string;
  readonly titleLabel: string;
  readonly close: () => void;
};

/** From a pressed free stretch to a booking: what and when, then the answer in words. */
export function BookDialog(props: Props) {
  const { opening, close } = props;
  return (
    <Modal
      opened={opening !== undefined}
      onClose={close}
      title={opening ? `Book ${opening.resource.name}` : ''}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {opening && <Booking {...props} opening={opening} />}
    </Modal>
  );
}

function Booking({ day, opening, path, titleLabel, close }: Props & { readonly opening: Opening }) {
  const book = useBook(path);
  if (book.data && book.variables) {
    const { title } = book.variables;
    return (
      <Answered
        answer={book.data}
        day={day}
        error={book.error}
        close={close}
        take={({ resourceId, startsAt, endsAt }) => book.mutate({ resourceId, startsAt, endsAt, title })}
      />
    );
  }
  return (
    <BookForm
      {...{ day, opening, titleLabel }}
      asking={book.isPending}
      error={book.error}
      book={book.mutate}
    />
  );
}
