import type { Me } from '@lintel/core/members/wire.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useHash } from '../ui/hash.ts';
import { Login } from '../ui/login.tsx';
import { Loaded } from '../ui/notes.tsx';
import { useLive } from '../ui/queries.ts';
import { boxLogin, useMe } from '../ui/session.ts';
import { Shell } from '../ui/shell.tsx';
import { BoxHealth } from './box-health.tsx';
import { DayPage } from './day/day-page.tsx';
import { DoorsAndEvents } from './doors.tsx';
import { Panels } from './panels.tsx';

const tabs = [
  { path: 'doors', name: 'Doors' },
  { path: 'today', name: 'Bookings' },
  { path: 'panels', name: 'Panels' },
];

const hint = 'For the staff of this site. Your usual password works here also without the internet.';

/** What hangs at the front desk: served by the box itself, so it works while the site is cut off. */
export function Console() {
  const me = useMe();
  return (
    <Loaded query={me}>
      {(person) => (person ? <Inside me={person} /> : <Login paths={boxLogin} name="Console" hint={hint} />)}
    </Loaded>
  );
}

function Inside({ me }: { readonly me: Me }) {
  useLive(useQueryClient(), '/api/events');
  const [view = 'doors', date] = useHash();
  return (
    <Shell name="Lintel console" server="the box" me={me} paths={boxLogin} tabs={tabs} current={view}>
      <BoxHealth />
      {view === 'today' ? <DayPage date={date} /> : view === 'panels' ? <Panels /> : <DoorsAndEvents />}
    </Shell>
  );
}
