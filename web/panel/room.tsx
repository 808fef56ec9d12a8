import { addMs } from '@lintel/core/time.ts';
import { useState } from 'react';
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
          No contact with the box since {clockWithSeconds(agenda.at, timeZone)}; this may be out of date.
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
        <Coming agenda={agenda} at={shownAt} />
        <DayBar agenda={agenda} at={now} />
        <BookNow agenda={agenda} ageMs={ageMs} isLost={freshness === 'lost'} choose={setChoice} />
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

function Waiting({ error }: { readonly error: Error | undefined }) {
  return (
    <main className="pairing">
      <div className="pairing-words" role="status">
        <h1>{error ? 'The box does not answer' : 'One moment'}</h1>
        <p>
          {error ? `${error.message} This panel keeps trying by itself.` : 'Asking the box what is booked.'}
        </p>
      </div>
    </main>
  );
}
