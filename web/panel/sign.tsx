import type { AgendaView } from '@lintel/core/panels/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { clock } from '../ui/zone.ts';
import { type RoomState, roomState } from './room-state.ts';

type Look = 'free' | 'soon' | 'taken' | 'lost';
type Props = { readonly agenda: AgendaView; readonly at: EpochMs; readonly isLost: boolean };

const marks: Record<Look, string> = {
  free: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm3.200 4.300L7 9.500 4.800 7.300 3.600 8.500 7 11.900l5.400-5.400z',
  soon: 'M8 1l7.500 14H.5zm-.9 5v5h1.800V6zm0 6.200V14h1.800v-1.800z',
  taken: 'M2 2h12v12H2zm2 5v2h8V7z',
  lost: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zM7.100 10.800v1.800h1.800v-1.800zm0-7.300v6h1.800v-6z',
};

/** The state as one huge word, readable across a corridor; by shape and words as well as by colour. */
export function Sign({ agenda, at, isLost }: Props) {
  const state = roomState(agenda, at);
  const { timeZone } = agenda.site;
  const look = isLost ? 'lost' : state.kind;
  const word = isLost
    ? `Was ${state.kind === 'taken' ? 'taken' : 'free'} at ${clock(at, timeZone)}`
    : words[state.kind];
  return (
    <section className="sign" data-look={look} aria-live="polite">
      <div className="room-name">{agenda.resource.name}</div>
      <h1 className={isLost ? 'word word-long' : state.kind === 'soon' ? 'word word-mid' : 'word'}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d={marks[look]} fillRule="evenodd" fill="currentColor" />
        </svg>
        {word}
      </h1>
      <p className="until">{untilText(state, timeZone, isLost)}</p>
      {!isLost && agenda.occupied && state.kind !== 'taken' && <p className="inside">Someone is inside</p>}
      {!isLost && agenda.link === 'cut_off' && <p className="inside">No internet; booking here works</p>}
    </section>
  );
}

const words: Record<RoomState['kind'], string> = { free: 'Free', soon: 'Starting soon', taken: 'Taken' };

function untilText(state: RoomState, timeZone: string, isLost: boolean): string {
  if (isLost) return 'How it is now is not known here.';
  switch (state.kind) {
    case 'taken':
      return `until ${clock(state.until, timeZone)}`;
    case 'soon':
      return `taken from ${clock(state.next.startsAt, timeZone)}`;
    case 'free':
      return state.until === undefined ? 'for the rest of the day' : `until ${clock(state.until, timeZone)}`;
    default:
      return state satisfies never;
  }
}
