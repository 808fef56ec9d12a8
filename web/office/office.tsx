import type { Me } from '@lintel/core/members/wire.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useHash } from '../ui/hash.ts';
import { Login } from '../ui/login.tsx';
import { Loaded, Nothing } from '../ui/notes.tsx';
import { useLive } from '../ui/queries.ts';
import { cloudLogin, useMe } from '../ui/session.ts';
import { Shell } from '../ui/shell.tsx';
import { currentTab, Page, tabs } from './pages.tsx';

/** What the operator's staff see of all their sites at once, each with the age of what is known. */
export function Office() {
  const me = useMe();
  return (
    <Loaded query={me}>
      {(person) =>
        person ? (
          <Inside me={person} />
        ) : (
          <Login paths={cloudLogin} name="Office" hint="For the operator’s staff." />
        )
      }
    </Loaded>
  );
}

function Inside({ me }: { readonly me: Me }) {
  useLive(useQueryClient(), '/api/events');
  const [view = 'sites', id] = useHash();
  return (
    <Shell
      name="Lintel office"
      server="Lintel"
      me={me}
      paths={cloudLogin}
      tabs={me.staff ? tabs : []}
      current={currentTab(view)}
    >
      {me.staff ? (
        <Page view={view} id={id} staff={me.staff} />
      ) : (
        <Nothing title="The office is for staff">
          You are logged in as a member. Your bookings are in the portal; ask a director if you need the
          office.
        </Nothing>
      )}
    </Shell>
  );
}
