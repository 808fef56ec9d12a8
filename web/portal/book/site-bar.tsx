import type { SiteView } from '@lintel/core/sites/wire.ts';
import { Button, Group, NativeSelect, Title } from '@mantine/core';
import { type Filters, filtersTo } from '../../ui/grid/filters.ts';
import { mondayOf, noonOf } from '../../ui/grid/week.ts';
import { hashWith } from '../../ui/hash.ts';
import { dateAfter, dayName } from '../../ui/zone.ts';
import { SubNav } from '../sub-nav.tsx';

type Props = {
  readonly view: 'day' | 'week';
  readonly site: SiteView;
  readonly sites: readonly SiteView[];
  readonly date: string;
  readonly today: string;
  readonly filters: Filters;
};

/** Which day or week of which site is shown, and the ways to others. Everything stands in the address, so it can be shared and Back works. */
export function SiteBar({ view, site, sites, date, today, filters }: Props) {
  const words = filtersTo(filters);
  const to = (where: string, ...rest: readonly string[]) => hashWith(words, where, ...rest);
  const days = view === 'day' ? 1 : 7;
  const isNow = view === 'day' ? date === today : mondayOf(date) === mondayOf(today);
  const go = (hash: string) => {
    location.hash = hash;
  };
  return (
    <>
      <SubNav
        label="How to look"
        pages={[
          { href: to('day', site.id, date), name: 'Day', isHere: view === 'day' },
          { href: to('week', site.id, date), name: 'Week', isHere: view === 'week' },
          { href: to('search'), name: 'Find a free place', isHere: false },
        ]}
      />
      <Group justify="space-between" align="end">
        <Title order={1} size="h2" aria-live="polite">
          {view === 'day' ? dayName(noonOf(date), 'UTC') : weekName(mondayOf(date))}
        </Title>
        <Group gap="xs">
          <Button
            variant="default"
            onClick={() => go(to(view, site.id, dateAfter(date, -days)))}
            aria-label={`Previous ${view}`}
          >
            ‹
          </Button>
          <Button variant="default" onClick={() => go(to(view, site.id))} disabled={isNow}>
            {view === 'day' ? 'Today' : 'This week'}
          </Button>
          <Button
            variant="default"
            onClick={() => go(to(view, site.id, dateAfter(date, days)))}
            aria-label={`Next ${view}`}
          >
            ›
          </Button>
          <NativeSelect
            aria-label="Site"
            value={site.id}
            data={sites.map((known) => ({ value: known.id, label: known.name }))}
            onChange={(event) => {
              localStorage.setItem('lintel.site', event.currentTarget.value);
              go(hashWith({}, view, event.currentTarget.value));
            }}
          />
        </Group>
      </Group>
    </>
  );
}

/** `3 to 9 June` */
function weekName(monday: string): string {
  const [, firstDay = '', firstMonth = ''] = dayName(noonOf(monday), 'UTC').split(' ');
  const [, lastDay = '', lastMonth = ''] = dayName(noonOf(dateAfter(monday, 6)), 'UTC').split(' ');
  const first = firstMonth === lastMonth ? firstDay : `${firstDay} ${firstMonth}`;
  return `${first} to ${lastDay} ${lastMonth}`;
}
