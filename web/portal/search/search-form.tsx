import type { SiteView } from '@lintel/core/sites/wire.ts';
import { minuteMs, quarterMs } from '@lintel/core/time.ts';
import { Button, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FilterBar } from '../../ui/grid/filter-bar.tsx';
import { filtersFrom } from '../../ui/grid/filters.ts';
import { clock, dateOf, foreignZone, instantAt, readersZone } from '../../ui/zone.ts';
import { minuteOf } from '../series/series-hash.ts';
import { useResources } from '../sites.ts';
import { type SearchWords, searchFrom } from './search-words.ts';

type Props = {
  readonly sites: readonly SiteView[];
  /** Whose clocks the times are read on. */
  readonly home: SiteView;
  readonly query: URLSearchParams;
  readonly search: (words: SearchWords) => void;
};

/** Day, from when to when, for how many, where and with what. Begins with the next whole hour. */
export function SearchForm({ sites, home, query, search }: Props) {
  const [words, setWords] = useState<SearchWords>(
    () => searchFrom(query) ?? { ...soon(home), ...filtersFrom(query) },
  );
  const resources = useResources(words.siteId);
  const site = sites.find(({ id }) => id === words.siteId) ?? home;
  const isOrdered = minuteOf(words.from) < minuteOf(words.to);
  const at = instantAt(words.date, minuteOf(words.from), site.timeZone);
  const zone = foreignZone(at, site.timeZone, readersZone());
  const put = (some: Partial<SearchWords>) => setWords({ ...words, ...some });

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isOrdered) search(words);
      }}
    >
      <Stack gap="sm">
        <Group align="end" gap="sm">
          <TextInput
            label="Day"
            type="date"
            required
            withAsterisk={false}
            value={words.date}
            onChange={(event) => event.currentTarget.value && put({ date: event.currentTarget.value })}
          />
          <TextInput
            label="From"
            type="time"
            step={900}
            required
            withAsterisk={false}
            value={words.from}
            onChange={(event) => event.currentTarget.value && put({ from: event.currentTarget.value })}
          />
          <TextInput
            label="To"
            type="time"
            step={900}
            required
            withAsterisk={false}
            error={isOrdered ? undefined : 'Choose a later end'}
            value={words.to}
            onChange={(event) => event.currentTarget.value && put({ to: event.currentTarget.value })}
          />
          <NumberInput
            label="People"
            min={1}
            max={10_000}
            w={100}
            allowDecimal={false}
            allowNegative={false}
            value={words.people ?? 1}
            onChange={(value) => put({ people: Number(value) > 1 ? Number(value) : undefined })}
          />
          <NativeSelect
            label="Where"
            value={words.siteId ?? ''}
            data={[
              { value: '', label: 'Anywhere I may book' },
              ...sites.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(event) => put({ siteId: event.currentTarget.value || undefined })}
          />
        </Group>
        <FilterBar
          resources={resources}
          filters={words}
          withPeople={false}
          choose={(chosen) => put(chosen)}
        />
        {zone && <Text size="sm">The times are {zone}, not your own.</Text>}
        <Group>
          <Button type="submit">Search</Button>
        </Group>
      </Stack>
    </form>
  );
}

function soon({ timeZone }: SiteView) {
  const now = Math.ceil(Date.now() / quarterMs) * quarterMs;
  return {
    siteId: undefined,
    date: dateOf(now, timeZone),
    from: clock(now, timeZone),
    to: clock(now + 60 * minuteMs, timeZone),
  };
}
