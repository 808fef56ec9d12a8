import type { AgendaView } from '@lintel/core/panels/wire.ts';
import { useEffect, useRef, useState } from 'react';
import { clock } from '../ui/zone.ts';
import { useWish, type Wish } from './asked.ts';
import { Dialog } from './dialog.tsx';
import { Keypad } from './keypad.tsx';
import { Said } from './said.tsx';

type Props = {
  readonly token: string;
  readonly agenda: AgendaView;
  readonly wish: Wish;
  readonly done: () => Promise<void>;
  readonly close: () => void;
};

const leftAloneMs = 30_000;
const answeredMs = 12_000;

/** From a press to the answer: as whoever stands there, or by PIN where the site or the person wants it. The answer is said in words and leaves by itself. */
export function Acting({ token, agenda, wish, done, close }: Props) {
  const { asking, answer, error, needsPin, send } = useWish(token, wish, done);
  const [pin, setPin] = useState<string>();
  const mustShow = agenda.act === 'pin' || needsPin;
  const digits = pin ?? (mustShow ? '' : undefined);
  const isDone = answer?.kind === 'confirmed' || answer?.kind === 'changed';
  // Digits that were refused are gone before others are typed.
  useEffect(() => {
    if (error) setPin((known) => (known === undefined ? undefined : ''));
  }, [error]);
  useAtOnce(wish.kind === 'check-in' && !mustShow, send);
  return (
    <Dialog
      close={close}
      step={`${pin} ${answer?.kind} ${error?.message}`}
      leaveAfterMs={isDone ? answeredMs : leftAloneMs}
      hasKeypad={!answer && digits !== undefined}
    >
      {answer ? (
        <Said answer={answer} wish={wish} agenda={agenda} />
      ) : (
        <>
          <h2 id="dialog-title">{titleOf(wish, agenda)}</h2>
          {error && !(needsPin && pin === undefined) && (
            <p role="alert" className="problem">
              {error.message}
            </p>
          )}
          {digits === undefined ? (
            <Choices {...{ wish, asking }} act={() => send()} showPin={() => setPin('')} />
          ) : (
            <WithPin {...{ wish, asking, digits }} change={setPin} act={() => send(digits)} />
          )}
        </>
      )}
      <button type="button" className="choice quiet" onClick={close}>
        {answer ? 'OK' : 'Back'}
      </button>
    </Dialog>
  );
}

/** What asks for no more than the press that opened the dialog is sent once. */
function useAtOnce(isWanted: boolean, send: () => Promise<void>): void {
  const wasSent = useRef(false);
  useEffect(() => {
    if (!isWanted || wasSent.current) return;
    wasSent.current = true;
    void send();
  });
}

function titleOf(wish: Wish, { resource, site }: AgendaView): string {
  switch (wish.kind) {
    case 'book':
      return `${resource.name}, now until ${clock(wish.length.endsAt, site.timeZone)}`;
    case 'extend':
      return `Make it longer, until ${clock(wish.length.endsAt, site.timeZone)}`;
    case 'end':
      return 'End this booking now?';
    case 'check-in':
      return `Check in from ${clock(wish.booking.startsAt, site.timeZone)} to ${clock(wish.booking.endsAt, site.timeZone)}`;
    default:
      return wish satisfies never;
  }
}

const actNames: Record<Wish['kind'], string> = {
  book: 'Book as walk-in',
  extend: 'Make it longer',
  end: 'End it and free the room',
  'check-in': 'Check in',
};

type ChoicesProps = {
  readonly wish: Wish;
  readonly asking: boolean;
  readonly act: () => void;
  readonly showPin: () => void;
};

function Choices({ wish, asking, act, showPin }: ChoicesProps) {
  return (
    <>
      {wish.kind === 'end' && <p>Whoever booked it gives up the rest of its time.</p>}
      <div className="choices">
        <button type="button" className="choice main" disabled={asking} onClick={act}>
          {actNames[wish.kind]}
        </button>
        {wish.kind === 'book' && (
          <button type="button" className="choice" disabled={asking} onClick={showPin}>
            Book as me (PIN)
          </button>
        )}
      </div>
    </>
  );
}

type PinProps = {
  readonly wish: Wish;
  readonly asking: boolean;
  readonly digits: string;
  readonly change: (digits: string) => void;
  readonly act: () => void;
};

function WithPin({ wish, asking, digits, change, act }: PinProps) {
  const isBooking = wish.kind === 'book';
  return (
    <>
      <p className="pin-hint">{isBooking ? 'Your PIN' : 'The PIN of whoever booked it, or of staff'}</p>
      <Keypad digits={digits} most={8} label="PIN" isSecret change={change} />
      <button type="button" className="choice main" disabled={asking || digits.length < 4} onClick={act}>
        {isBooking ? 'Book' : actNames[wish.kind]}
      </button>
    </>
  );
}
