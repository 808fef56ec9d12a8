import type { Me } from '@lintel/core/members/wire.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useHash } from '../ui/hash.ts';
import { Login } from '../ui/login.tsx';
import { Loaded } from '../ui/notes.tsx';
import { useLive } from '../ui/queries.ts';
import { cloudLogin, useMe } from '../ui/session.ts';
import { Shell } from '../ui/shell.tsx';
import { useNotices } from './notices/notices.ts';
import { Pages } from './pages.tsx';

/** What members use: find and book a place, see and change what they booked, hear what happened to it, open doors with their pass. */
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

/** Which tab a page lies under. */
const tabOf: Readonly<Record<string, string>> = {
  week: 'day',
  search: 'day',
  series: 'bookings',
  waits: 'bookings',
  allowance: 'bookings',
  calendars: 'bookings',
};

function Inside({ me }: { readonly me: Me }) {
  useLive(useQueryClient(), '/api/events');
  const [view = 'day'] = useHash();
  const unread = useNotices().data?.unread;
  const tabs = [
    { path: 'day', name: 'Book' },
    { path: 'bookings', name: 'My bookings' },
    { path: 'notices', name: 'Notices', waiting: unread },
    { path: 'pass', name: 'My pass' },
  ];
  return (
    <Shell name="Lintel" server="Lintel" me={me} paths={cloudLogin} tabs={tabs} current={tabOf[view] ?? view}>
      <Pages />
    </Shell>
  );
}
