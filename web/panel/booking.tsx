import type { BookingRefused } from '@lintel/core/bookings/wire.ts';
import type { AgendaView } from '@lintel/core/panels/wire.ts';
import { useEffect, useRef, useState } from 'react';
import { clock } from '../ui/zone.ts';
import { Keypad } from './keypad.tsx';
import type { LengthChoice } from './room-state.ts';
import { useWalkIn, type WalkInAnswer } from './walk-in.ts';

type Props = {
  readonly token: string;
  readonly agenda: AgendaView;
  readonly choice: LengthChoice;
  readonly booked: () => Promise<void>;
  readonly close: () => void;
};

/** Whoever walked away leaves the sign as it was. */
const leftAloneMs = 30_000;
const answeredMs = 12_000;

/** From a length to a booking: as a walk-in, or as a member by PIN. The answer is said in words and leaves by itself. */
export function Booking({ token, agenda, choice, booked, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [pin, setPin] = useState<string>();
  const { asking, answer, error, book } = useWalkIn(token, booked);
  const closing = useRef(close);
  closing.current = close;
  const step = `${pin} ${answer?.kind} ${error?.message}`;

  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    const timer = setTimeout(
      () => closing.current(),
      step && answer?.kind === 'confirmed' ? answeredMs : leftAloneMs,
    );
    return () => clearTimeout(timer);
  }, [step, answer]);

  return (
    <dialog ref={dialog} className="dialog" onClose={close} aria-labelledby="booking-title">
      {answer ? (
        <Said answer={answer} agenda={agenda} />
      ) : (
        <>
          <h2 id="booking-title">
            {agenda.resource.name}, now until {clock(choice.endsAt, agenda.site.timeZone)}
          </h2>
          {error && (
            <p role="alert" className="problem">
              {error.message}
            </p>
          )}
          {pin === undefined ? (
            <div className="choices">
              <button
                type="button"
                className="choice main"
                disabled={asking}
                onClick={() => book(choice.lengthMin)}
              >
                Book as walk-in
              </button>
              <button type="button" className="choice" disabled={asking} onClick={() => setPin('')}>
                Book as me (PIN)
              </button>
            </div>
          ) : (
            <>
              <Keypad digits={pin} most={8} label="PIN" isSecret change={setPin} />
              <button
                type="button"
                className="choice main"
                disabled={asking || pin.length < 4}
                onClick={() => book(choice.lengthMin, pin)}
              >
                Book
              </button>
            </>
          )}
        </>
      )}
      <button type="button" className="choice quiet" onClick={close}>
        {answer ? 'OK' : 'Back'}
      </button>
    </dialog>
  );
}

function Said({ answer, agenda }: { readonly answer: WalkInAnswer; readonly agenda: AgendaView }) {
  if (answer.kind === 'confirmed') {
    const until = clock(answer.booking.endsAt, agenda.site.timeZone);
    return (
      <div role="status">
        <h2 id="booking-title">Booked until {until}</h2>
        <p>{agenda.resource.name} is yours until then.</p>
      </div>
    );
  }
  return <Refusal refused={answer} agenda={agenda} />;
}

function Refusal({ refused, agenda }: { readonly refused: BookingRefused; readonly agenda: AgendaView }) {
  const { timeZone } = agenda.site;
  return (
    <div role="alert">
      <h2 id="booking-title">Not booked</h2>
      {refused.reasons.map((reason) => (
        <p key={reason.kind}>{reason.sentence}</p>
      ))}
      {refused.alternatives.map((free) => (
        <p key={`${free.resourceId} ${free.startsAt}`}>
          Free instead: {free.resourceName}, {clock(free.startsAt, timeZone)}–{clock(free.endsAt, timeZone)}
        </p>
      ))}
      <p>
        {refused.help.name} can help: {[refused.help.phone, refused.help.email].filter(Boolean).join(', ')}
      </p>
    </div>
  );
}
