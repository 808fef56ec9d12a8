import type { AgendaView } from '@lintel/core/panels/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { useState } from 'react';
import { clock } from '../ui/zone.ts';
import type { Wish } from './asked.ts';
import { extendChoices, type LengthChoice, lengthChoices } from './lengths.ts';
import { roomState, toCheckIn } from './room-state.ts';

type Props = {
  readonly agenda: AgendaView;
  readonly at: EpochMs;
  readonly isLost: boolean;
  readonly ask: (wish: Wish) => void;
};

/** What can be done here now: check in, book, make longer, end. Offers only what may still fit, and nothing while the box is not heard. */
export function Actions(props: Props) {
  const { agenda, at, isLost, ask } = props;
  if (isLost) return <p className="note">Booking here works again once the box answers.</p>;
  const arriving = toCheckIn(agenda, at);
  const state = roomState(agenda, at);
  return (
    <div className="actions">
      {arriving && (
        <button
          type="button"
          className="choice main check-in"
          onClick={() => ask({ kind: 'check-in', booking: arriving })}
        >
          <span>
            Check in{arriving.startsAt > at && ` for ${clock(arriving.startsAt, agenda.site.timeZone)}`}
          </span>
          {arriving.releasesAt !== undefined && (
            <span className="small">
              or it is released at {clock(arriving.releasesAt, agenda.site.timeZone)}
            </span>
          )}
        </button>
      )}
      {state.kind === 'taken' ? <OfTaken {...props} /> : <OfFree {...props} />}
    </div>
  );
}

function OfFree({ agenda, at, ask }: Props) {
  const choices = lengthChoices(agenda, at);
  if (choices.length === 0) return <p className="note">{whyNot(agenda)}</p>;
  return (
    <Lengths title="Book now" {...{ choices, agenda }} choose={(length) => ask({ kind: 'book', length })} />
  );
}

function OfTaken({ agenda, at, ask }: Props) {
  const [isExtending, setIsExtending] = useState(false);
  const state = roomState(agenda, at);
  if (state.kind !== 'taken') return null;
  const { booking } = state;
  if (booking.purpose === 'block')
    return <p className="note">It is closed for now. The front desk knows more.</p>;
  if (booking.state === 'ended') return <p className="note">It was given back and is free in a moment.</p>;
  const choices = extendChoices(agenda, booking);
  if (isExtending)
    return (
      <Lengths
        title="How much longer?"
        {...{ choices, agenda }}
        choose={(length) => {
          setIsExtending(false);
          ask({ kind: 'extend', booking, length });
        }}
        back={() => setIsExtending(false)}
      />
    );
  return (
    <div className="choices">
      <button
        type="button"
        className="choice"
        disabled={choices.length === 0}
        onClick={() => setIsExtending(true)}
      >
        <span>Extend</span>
        <span className="small">
          {choices.length === 0
            ? 'the next one follows'
            : `beyond ${clock(booking.endsAt, agenda.site.timeZone)}`}
        </span>
      </button>
      <button type="button" className="choice" onClick={() => ask({ kind: 'end', booking })}>
        <span>End now</span>
        <span className="small">frees the room</span>
      </button>
    </div>
  );
}

type LengthsProps = {
  readonly title: string;
  readonly agenda: AgendaView;
  readonly choices: readonly LengthChoice[];
  readonly choose: (choice: LengthChoice) => void;
  readonly back?: () => void;
};

function Lengths({ title, agenda, choices, choose, back }: LengthsProps) {
  return (
    <div className="lengths">
      <h2>{title}</h2>
      <div className="choices">
        {choices.map((choice) => (
          <button type="button" className="choice" key={choice.lengthMin} onClick={() => choose(choice)}>
            <span>{choice.untilNext ? 'Until next' : `${choice.lengthMin} min`}</span>
            <span className="small">to {clock(choice.endsAt, agenda.site.timeZone)}</span>
          </button>
        ))}
        {back && (
          <button type="button" className="choice quiet" onClick={back}>
            Back
          </button>
        )}
      </div>
    </div>
  );
}

function whyNot(agenda: AgendaView): string {
  if (agenda.freeMin > 0)
    return `The shortest booking here is ${agenda.resource.lengthMinMin} minutes, which does not fit before the next one.`;
  return agenda.horizonAt <= agenda.at
    ? 'The box must speak to the cloud before it may book again.'
    : 'It cannot be booked here now: it is closed, or the next booking is too near.';
}
