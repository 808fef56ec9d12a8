import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { Modal } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { BookingCard } from './booking-card.tsx';
import { CancelCard } from './cancel-card.tsx';
import { DescribeCard } from './describe-card.tsx';
import { type Card, type Desk, DeskContext } from './desk.tsx';
import { HoldCard } from './hold-card.tsx';
import { MoveCard } from './move-card.tsx';
import { TransferCard } from './transfer-card.tsx';
import { WishCard } from './wish-card.tsx';

type Laid = { readonly card: Card; readonly n: number };

/** The desk of one site: a pile of cards of which the top one is shown, so that what stands in the way is cleared and the wish goes on as it was. */
export function useCards(timeZone: string, currency: string) {
  const [pile, setPile] = useState<readonly Laid[]>([]);
  const desk = useMemo<Desk>(() => {
    const on = (under: readonly Laid[], card: Card) => [...under, { card, n: (under.at(-1)?.n ?? 0) + 1 }];
    return {
      timeZone,
      currency,
      open: (card) => setPile((known) => on(known, card)),
      back: () => setPile((known) => known.slice(0, -1)),
      instead: (card) =>
        setPile((known) => {
          const rest = known.slice(0, -1);
          return isSame(rest.at(-1)?.card, card)
            ? rest
            : [...rest, { card, n: (known.at(-1)?.n ?? 0) + 1_000 }];
        }),
    };
  }, [timeZone, currency]);
  return { desk, pile };
}

export function Cards({ desk, pile }: { readonly desk: Desk; readonly pile: readonly Laid[] }) {
  const top = pile.at(-1);
  return (
    <DeskContext value={desk}>
      <Modal
        opened={top !== undefined}
        onClose={desk.back}
        title={top ? titleOf(top.card) : ''}
        size="lg"
        closeButtonProps={{ 'aria-label': pile.length > 1 ? 'Back' : 'Close' }}
      >
        {pile.map(({ card, n }) => (
          <div key={n} hidden={n !== top?.n}>
            {contentOf(card)}
          </div>
        ))}
      </Modal>
    </DeskContext>
  );
}

function contentOf(card: Card): ReactNode {
  switch (card.kind) {
    case 'wish':
      return <WishCard start={card.start} />;
    case 'hold':
      return <HoldCard date={card.date} />;
    case 'booking':
      return <BookingCard booking={card.booking} />;
    case 'move':
      return <MoveCard booking={card.booking} to={card.to} />;
    case 'cancel':
      return <CancelCard booking={card.booking} />;
    case 'transfer':
      return <TransferCard booking={card.booking} />;
    case 'describe':
      return <DescribeCard booking={card.booking} />;
    default:
      return card satisfies never;
  }
}

/** Whether the card shows the same booking: it is always shown as it stands now. */
function isSame(under: Card | undefined, card: Card): boolean {
  return under?.kind === 'booking' && card.kind === 'booking' && under.booking.id === card.booking.id;
}

function titleOf(card: Card): string {
  switch (card.kind) {
    case 'wish':
      return card.start.isBlock ? 'Block for maintenance' : 'New booking';
    case 'hold':
      return 'Hold all that is free';
    case 'booking':
      return card.booking.resourceName;
    case 'move':
      return card.to === 'longer' ? 'Make it longer' : 'Move';
    case 'cancel':
      return nameOf('Cancel', card.booking);
    case 'transfer':
      return nameOf('Give to another member:', card.booking);
    case 'describe':
      return nameOf('Title and people:', card.booking);
    default:
      return card satisfies never;
  }
}

function nameOf(what: string, { resourceName }: BookingView): string {
  return `${what} ${resourceName}`;
}
