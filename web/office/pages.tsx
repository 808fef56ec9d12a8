import { AccessAcross } from './access-across.tsx';
import { BookingsAcross } from './bookings-across.tsx';
import { DemandPage } from './demand/demand-page.tsx';
import { HoursPage } from './hours/hours-page.tsx';
import { UnsentPage } from './mails/unsent-page.tsx';
import type { Staff } from './roles.ts';
import { Sites } from './sites.tsx';

export const tabs = [
  { path: 'sites', name: 'Sites' },
  { path: 'bookings', name: 'Bookings' },
  { path: 'access', name: 'Doors' },
  { path: 'demand', name: 'Demand' },
  { path: 'mails', name: 'Mails' },
];

/** The tab each page without one of its own belongs to. */
const tabOf: Readonly<Record<string, string>> = { hours: 'sites', resources: 'sites' };

export function currentTab(view: string): string {
  return tabOf[view] ?? view;
}

type Props = { readonly view: string; readonly id: string | undefined; readonly staff: Staff };

/** The page an address names; the sites for one that names none. */
export function Page({ view, id, staff }: Props) {
  if (view === 'bookings') return <BookingsAcross siteId={id} />;
  if (view === 'access') return <AccessAcross siteId={id} />;
  if (view === 'demand') return <DemandPage siteId={id} />;
  if (view === 'mails') return <UnsentPage />;
  if (view === 'hours' && id) return <HoursPage key={id} siteId={id} staff={staff} />;
  return <Sites staff={staff} />;
}
