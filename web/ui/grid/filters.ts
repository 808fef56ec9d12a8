import { type ResourceKind, resourceKinds } from '@lintel/core/bookings/booking.ts';
import type { ResourceView } from '@lintel/core/sites/wire.ts';

/** What a person looks for among the resources of a site. Absent or empty: anything. */
export type Filters = {
  readonly kind?: ResourceKind | undefined;
  readonly people?: number | undefined;
  readonly floor?: string | undefined;
  readonly equipment: readonly string[];
};

export const noFilters: Filters = { equipment: [] };

/** Whether a resource is of the kind and floor, holds so many people and has all of the equipment. */
export function passes(
  { kind, people, floor, equipment }: Filters,
  resource: Pick<ResourceView, 'kind' | 'capacity' | 'floor' | 'equipment'>,
): boolean {
  return (
    (!kind || resource.kind === kind) &&
    (!people || resource.capacity >= people) &&
    (!floor || resource.floor === floor) &&
    equipment.every((thing) => resource.equipment?.includes(thing))
  );
}

/** Reads filters out of an address; what it does not know is passed over. */
export function filtersFrom(query: URLSearchParams): Filters {
  const people = Number(query.get('people'));
  return {
    kind: resourceKinds.find((known) => known === query.get('kind')),
    people: Number.isInteger(people) && people > 0 && people <= 10_000 ? people : undefined,
    floor: query.get('floor') ?? undefined,
    equipment: (query.get('equipment') ?? '').split(',').filter(Boolean),
  };
}

/** The same as words of an address. */
export function filtersTo({ kind, people, floor, equipment }: Filters): Record<string, string> {
  return {
    ...(kind ? { kind } : {}),
    ...(people ? { people: String(people) } : {}),
    ...(floor ? { floor } : {}),
    ...(equipment.length > 0 ? { equipment: equipment.join(',') } : {}),
  };
}

/** What there is to choose from: only kinds, floors and things that some resource of the site has. */
export function choicesOf(resources: readonly ResourceView[]) {
  const sorted = (all: readonly string[]) =>
    [...new Set(all)].filter(Boolean).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return {
    kinds: resourceKinds.filter((known) => resources.some(({ kind }) => kind === known)),
    floors: sorted(resources.map(({ floor }) => floor ?? '')),
    equipment: sorted(resources.flatMap(({ equipment }) => equipment ?? [])),
    peopleMost: Math.max(1, ...resources.map(({ capacity }) => capacity)),
  };
}
