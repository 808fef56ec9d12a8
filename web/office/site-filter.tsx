import { NativeSelect } from '@mantine/core';
import { goTo } from '../ui/hash.ts';
import { useOfficeSites } from './office-sites.ts';

/** Narrows a view to one site; the choice stands in the address. */
export function SiteFilter({ view, siteId }: { readonly view: string; readonly siteId: string | undefined }) {
  const { data: sites = [] } = useOfficeSites();
  return (
    <NativeSelect
      aria-label="Site"
      value={siteId ?? ''}
      data={[
        { value: '', label: 'All sites' },
        ...sites.map((site) => ({ value: site.id, label: site.name })),
      ]}
      onChange={(event) => goTo(view, ...(event.currentTarget.value ? [event.currentTarget.value] : []))}
    />
  );
}
