import { addMs } from '@lintel/core/time.ts';
import { useState } from 'react';
import { Refused } from '../ui/api.ts';
import { useNow } from '../ui/tick.ts';
import { clock, clockWithSeconds, dayName } from '../ui/zone.ts';
import { Acting } from './acting.tsx';
import { Actions } from './actions.tsx';
import { ageOf, freshnessOf } from './age.ts';
import type { Wish } from './asked.ts';
import { Coming } from './coming.tsx';
import { DayBar } from './day-bar.tsx';
import { NearestFree, Others } from './others.tsx';
import { roomState } from './room-state.ts';
import { Sign } from './sign.tsx';
import { useAgenda } from './use-agenda.ts';
import { useFree } from './use-free.ts';

type Props = { readonly token: string; readonly revoked: () => void };

/**
 * The sign of one room. Every time on it is the box's own clock, carried on from what it last said, so a tablet whose
 * clock is wrong still tells the right time. What is old is never shown as now.
 */
export function Room({ token, revoked }: Props) {
  const { known, error, ask } = useAgenda(token, revoked);
  const wallMs = useNow(1_000);
  const [wish, setWish] = useState<Wish>();
  const [isElsewhere, setIsElsewhere] = useState(false);
  const isTaken = known !== undefined && roomState(known.agenda, known.agenda.at).kind !== 'free';
  const free = useFree(token, isTaken, known?.agenda.at ?? 0);
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
        <Actions agenda={agenda} at={now} isLost={freshness === 'lost'} ask={setWish} />
        {free && freshness !== 'lost' && (
          <NearestFree agenda={agenda} free={free} open={() => setIsElsewhere(true)} />
        )}
      </section>
      {wish && <Acting {...{ token, agenda, wish }} done={ask} close={() => setWish(undefined)} />}
      {isElsewhere && free && <Others agenda={agenda} free={free} close={() => setIsElsewhere(false)} />}
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
