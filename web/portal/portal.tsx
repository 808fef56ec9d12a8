import type { Me } from '@lintel/core/members/wire.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useHash } from '../ui/hash.ts';
import { Login } from '../ui/login.tsx';
import { Loaded } from '../ui/notes.tsx';
import { useLive } from '../ui/queries.ts';
import { cloudLogin, useMe } from '../ui/session.ts';
import { Shell } from '../ui/shell.tsx';
import { MyBookings } from './my-bookings.tsx';
import { MyPass } from './my-pass.tsx';
import { SiteDay } from './site-day.tsx';

const tabs = [
  { path: 'day', name: 'Book' },
  { path: 'bookings', name: 'My bookings' },
  { path: 'pass', name: 'My pass' },
];

/** What members use: book a place, see and cancel what they booked, open doors with their pass. */
export function Portal() {
  const me = useMe();
  return (
    <Loaded query={me}>
      {(person) =>
        person ? (
          <Inside me={person} />
        ) : (
          <Login paths={cloudLogin} name="Log in" hint="Book a place and open its door." />
        )
      }
    </Loaded>
  );
}

function Inside({ me }: { readonly me: Me }) {
  useLive(useQueryClient(), '/api/events');
  const [view = 'day', siteId, date] = useHash();
  return (
    <Shell name="Lintel" server="Lintel" me={me} paths={cloudLogin} tabs={tabs} current={view}>
      {view === 'bookings' ? (
        <MyBookings />
      ) : view === 'pass' ? (
        <MyPass />
      ) : (
        <SiteDay wantedSiteId={siteId} date={date} />
      )}
    </Shell>
  );
}
