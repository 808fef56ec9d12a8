import type { SiteView } from '@lintel/core/sites/wire.ts';
import type { ReactNode } from 'react';
import { Loaded, Nothing } from '../../ui/notes.tsx';
import { useSites } from '../sites.ts';

type Props = {
  readonly wantedSiteId: string | undefined;
  readonly children: (site: SiteView, all: readonly SiteView[]) => ReactNode;
};

/** The site named in the address, else the last one used, else the first. */
export function AtSite({ wantedSiteId, children }: Props) {
  const sites = useSites();
  return (
    <Loaded query={sites}>
      {(all) => {
        const wanted = wantedSiteId ?? localStorage.getItem('lintel.site');
        const site = all.find((known) => known.id === wanted) ?? all[0];
        if (!site)
          return (
            <Nothing title="No site to book at yet">
              A membership opens the sites it covers. Ask the operator to start yours.
            </Nothing>
          );
        return children(site, all);
      }}
    </Loaded>
  );
}
