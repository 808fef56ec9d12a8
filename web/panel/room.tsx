import { addMs } from '@lintel/core/time.ts';
import { useState } from 'react';
import { Refused } from '../ui/api.ts';
import { useNow } from '../ui/tick.ts';
import { clock, clockWithSeconds, dayName } from '../ui/zone.ts';
import { ageOf, freshnessOf } from './age.ts';
import { BookNow } from './book-now.tsx';
import { Booking } from './booking.tsx';
import { Coming } from './coming.tsx';
import { DayBar } from './day-bar.tsx';
import type { LengthChoice } from './room-state.ts';
import { Sign } from './sign.tsx';
import { useAgenda } from './use-agenda.ts';

type Props = { readonly token: string; readonly revoked: () => void };

/**
 * The sign of one room. Every time on it is the box's own clock, carried on from what it last said, so a tablet whose
 * clock is wrong still tells the right time. What is old is never shown as now.
 */
export function Room({ token, revoked }: Props) {
  const { known, error, ask } = useAgenda(token, revoked);
  const wallMs = useNow(1_000);
  const [choice, setChoice] = useState<LengthChoice>();
  if (!known) return <Waiting error={error} />;

  const { agenda } = known;
  const { timeZone } = agenda.site;
  const ageMs = ageOf(known, { monoMs: performance.now(), wallMs });
  const freshness = freshnessOf(ageMs);
  const now = addMs(agenda.at, Math.round(ageMs));
  const shownAt = freshness === 'lost' ? agenda.at : now;

  return (
    <main className="room" data-freshness={freshness}>
      {freshness === 'lost' && (
        <p className="lost" role="alert">
          {lostText(error, clockWithSeconds(agenda.at, timeZone))}
        </p>
      )}
      <Sign agenda={agenda} at={shownAt} isLost={freshness === 'lost'} />
      <section className="side" aria-label="Today">
        <header className="head">
          <div>
            <div className="clock">{clock(now, timeZone)}</div>
            <div>{dayName(now, timeZone)}</div>
          </div>
          {freshness === 'ageing' && <p className="as-of">as of {clockWithSeconds(agenda.at, timeZone)}</p>}
        </header>
        <Coming agenda={agenda} at={shownAt} isLost={freshness === 'lost'} />
        <DayBar agenda={agenda} at={now} />
        <BookNow agenda={agenda} at={now} isLost={freshness === 'lost'} choose={setChoice} />
      </section>
      {choice && (
        <Booking
          token={token}
          agenda={agenda}
          choice={choice}
          booked={ask}
          close={() => setChoice(undefined)}
        />
      )}
    </main>
  );
}

/** Why what is shown is old: the box is silent, or it answers and cannot say how the room is. */
function lostText(error: Error | undefined, since: string): string {
  const refused = error instanceof Refused ? ` ${error.message}` : '';
  const what = refused === '' ? 'No contact with the box' : 'No answer about this room';
  return `${what} since ${since}; this may be out of date.${refused}`;
}

function Waiting({ error }: { readonly error: Error | undefined }) {
  return (
    <main className="pairing">
      <div className="pairing-words" role="status">
        <h1>
          {!error ? 'One moment' : error instanceof Refused ? 'No room to show' : 'The box does not answer'}
        </h1>
        <p>
          {error ? `${error.message} This panel keeps trying by itself.` : 'Asking the box what is booked.'}
        </p>
      </div>
    </main>
  );
}
