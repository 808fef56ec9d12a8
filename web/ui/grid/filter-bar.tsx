import type { ResourceView } from '@lintel/core/sites/wire.ts';
import { Group, MultiSelect, NativeSelect } from '@mantine/core';
import { KindFilter } from '../calendar/kind-filter.tsx';
import { floorText } from '../calendar/words.ts';
import { choicesOf, type Filters } from './filters.ts';

type Props = {
  readonly resources: readonly ResourceView[];
  readonly filters: Filters;
  readonly choose: (filters: Filters) => void;
  /** Where the number of people is asked for elsewhere. */
  readonly withPeople?: boolean;
};

const sizes = [1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 30, 50, 100];

/** Chooses among the kinds, sizes, floors and equipment that the site has; what has only one choice is not shown. */
export function FilterBar({ resources, filters, choose, withPeople = true }: Props) {
  const { floors, equipment, peopleMost } = choicesOf(resources);
  const people = sizes.filter((size) => size > 1 && size <= peopleMost);
  return (
    <Group gap="sm" align="end">
      <KindFilter
        resources={resources}
        kind={filters.kind ?? 'all'}
        choose={(kind) => choose({ ...filters, kind: kind === 'all' ? undefined : kind })}
      />
      {withPeople && people.length > 0 && (
        <NativeSelect
          aria-label="People"
          value={filters.people ?? ''}
          onChange={(event) => choose({ ...filters, people: Number(event.currentTarget.value) || undefined })}
          data={[
            { value: '', label: 'Any size' },
            ...people.map((size) => ({ value: String(size), label: `For ${size} or more` })),
          ]}
        />
      )}
      {floors.length > 1 && (
        <NativeSelect
          aria-label="Floor"
          value={filters.floor ?? ''}
          onChange={(event) => choose({ ...filters, floor: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: 'Any floor' },
            ...floors.map((floor) => ({ value: floor, label: capital(floorText(floor)) })),
          ]}
        />
      )}
      {equipment.length > 0 && (
        <MultiSelect
          aria-label="Equipment"
          placeholder={filters.equipment.length === 0 ? 'Any equipment' : ''}
          data={[...new Set([...equipment, ...filters.equipment])]}
          value={[...filters.equipment]}
          onChange={(chosen) => choose({ ...filters, equipment: chosen })}
          miw={170}
          comboboxProps={{ withinPortal: true }}
        />
      )}
    </Group>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
