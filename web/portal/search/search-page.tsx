import type { SiteView } from '@lintel/core/sites/wire.ts';
import { Stack, Title } from '@mantine/core';
import { hashOf, hashWith, useHashQuery } from '../../ui/hash.ts';
import { Loaded } from '../../ui/notes.tsx';
import { useSites } from '../sites.ts';
import { SubNav } from '../sub-nav.tsx';
import { Found } from './found.tsx';
import { SearchForm } from './search-form.tsx';
import { searchFrom, searchTo } from './search-words.ts';

/** What is free from when to when, anywhere the member may book. The search stands in the address: it can be shared, and Back leads to the one before. */
export function SearchPage() {
  const sites = useSites();
  return (
    <Stack>
      <SubNav
        label="How to look"
        pages={[
          { href: hashOf('day'), name: 'Day', isHere: false },
          { href: hashOf('week'), name: 'Week', isHere: false },
          { href: hashOf('search'), name: 'Find a free place', isHere: true },
        ]}
      />
      <Title order={1} size="h2">
        Find a free place
      </Title>
      <Loaded query={sites}>{(all) => <Search sites={all} />}</Loaded>
    </Stack>
  );
}

function Search({ sites }: { readonly sites: readonly SiteView[] }) {
  const query = useHashQuery();
  const search = searchFrom(query);
  const last = localStorage.getItem('lintel.site');
  const home = sites.find(({ id }) => id === (search?.siteId ?? last)) ?? sites[0];
  if (!home) return null;
  return (
    <>
      <SearchForm
        key={query.toString()}
        {...{ sites, home, query }}
        search={(words) => {
          location.hash = hashWith(searchTo(words), 'search');
        }}
      />
      {search && <Found {...{ search, home }} />}
    </>
  );
}
