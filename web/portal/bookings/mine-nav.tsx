import { hashOf } from '../../ui/hash.ts';
import { SubNav } from '../sub-nav.tsx';

const pages = [
  { path: 'bookings', name: 'Bookings' },
  { path: 'series', name: 'Series' },
  { path: 'waits', name: 'Wait-list' },
  { path: 'allowance', name: 'Allowance' },
  { path: 'calendars', name: 'Calendar links' },
] as const;

/** The pages about what is the member's own. */
export function MineNav({ here }: { readonly here: (typeof pages)[number]['path'] }) {
  return (
    <SubNav
      label="What is mine"
      pages={pages.map(({ path, name }) => ({ href: hashOf(path), name, isHere: path === here }))}
    />
  );
}
