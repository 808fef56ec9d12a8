import type { AgendaView } from '@lintel/core/panels/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { clock } from '../ui/zone.ts';
import { type LengthChoice, lengthChoices } from './room-state.ts';

type Props = {
  readonly agenda: AgendaView;
  readonly at: EpochMs;
  readonly isLost: boolean;
  readonly choose: (choice: LengthChoice) => void;
};

/** Books the room from now. Offers only what still fits, and nothing while the box is not heard. */
export function BookNow({ agenda, at, isLost, choose }: Props) {
  if (isLost) return <p className="note">Booking here works again once the box answers.</p>;
  const choices = lengthChoices(agenda, at);
  if (choices.length === 0) return <p className="note">{whyNot(agenda)}</p>;
  return (
    <div className="book-now">
      <h2>Book now</h2>
      <div className="choices">
        {choices.map((choice) => (
          <button type="button" className="choice" key={choice.lengthMin} onClick={() => choose(choice)}>
            <span>{choice.untilNext ? 'Until next' : `${choice.lengthMin} min`}</span>
            <span className="small">to {clock(choice.endsAt, agenda.site.timeZone)}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

function whyNot(agenda: AgendaView): string {
  if (agenda.freeMin > 0)
    return `The shortest booking here is ${agenda.resource.lengthMinMin} minutes, which does not fit before the next one.`;
  return agenda.horizonAt <= agenda.at
    ? 'The box must speak to the cloud before it may book again.'
    : 'You can book here as soon as it is free.';
}
