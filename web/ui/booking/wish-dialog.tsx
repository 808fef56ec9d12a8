import type { ResourceView } from '@lintel/core/sites/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Wish } from '../calendar/book.ts';
import { useBook } from '../calendar/use-book.ts';
import type { Help } from '../notes.tsx';
import type { Alternative } from './verdict-note.tsx';
import { WishAnswer } from './wish-answer.tsx';
import { WishForm } from './wish-form.tsx';

/** Where and around when somebody wants to book. */
export type WishPlace = {
  readonly siteName: string;
  readonly timeZone: string;
  readonly help: Help;
  readonly resource: ResourceView;
  /** The local day in which a start can be chosen. */
  readonly day: Span;
  readonly startsAt: EpochMs;
  readonly endsAt?: EpochMs | undefined;
  readonly freeUntil?: EpochMs | undefined;
};

type Props = {
  readonly place: WishPlace | undefined;
  readonly now: EpochMs;
  readonly path: string;
  readonly titleLabel: string;
  readonly close: () => void;
  /** What else can be made of the same wish: repeat it, wait for it. */
  readonly more?: (wish: Wish, isTaken: boolean) => ReactNode;
};

/** From a pressed or drawn stretch to a booking: what and when, its price and every reason against it before the click, then the answer in words. */
export function WishDialog(props: Props) {
  const { place, close } = props;
  return (
    <Modal
      opened={place !== undefined}
      onClose={close}
      title={place ? `Book ${place.resource.name}` : ''}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {place && <Booking key={`${place.resource.id} ${place.startsAt}`} {...props} place={place} />}
    </Modal>
  );
}

function Booking({ place, now, path, titleLabel, close, more }: Props & { readonly place: WishPlace }) {
  const book = useBook(path);
  const take = (wish: Omit<Wish, 'resourceId' | 'startsAt' | 'endsAt'>, free: Alternative) =>
    book.mutate({ ...wish, resourceId: free.resourceId, startsAt: free.startsAt, endsAt: free.endsAt });
  const asked = book.variables;
  if (book.data && asked) {
    const { title, people } = asked;
    return (
      <WishAnswer
        answer={book.data}
        timeZone={place.timeZone}
        error={book.error}
        busy={book.isPending}
        close={close}
        take={(free) => take({ title, ...(people ? { people } : {}) }, free)}
        more={more?.(asked, isTaken(book.data))}
      />
    );
  }
  return (
    <WishForm
      {...{ place, now, titleLabel, more }}
      judgePath={`${path}/judge`}
      asking={book.isPending}
      error={book.error}
      book={book.mutate}
    />
  );
}

function isTaken(answer: { readonly kind: string; readonly reasons?: readonly { kind: string }[] }): boolean {
  return answer.reasons?.some(({ kind }) => kind === 'taken') ?? false;
}
