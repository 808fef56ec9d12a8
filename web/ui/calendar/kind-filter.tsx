import { type ResourceKind, resourceKinds } from '@lintel/core/bookings/booking.ts';
import type { ResourceView } from '@lintel/core/sites/wire.ts';
import { SegmentedControl } from '@mantine/core';
import { kindNames } from './words.ts';

type KindChoice = ResourceKind | 'all';

type Props = {
  readonly resources: readonly ResourceView[];
  readonly kind: KindChoice;
  readonly choose: (kind: KindChoice) => void;
};

/** Chooses among the kinds this site has; nothing when there is only one. */
export function KindFilter({ resources, kind, choose }: Props) {
  const kinds = resourceKinds.filter((known) => resources.some((resource) => resource.kind === known));
  if (kinds.length < 2) return null;
  return (
    <SegmentedControl
      aria-label="Kind"
      value={kind}
      onChange={(value) => choose(kinds.find((known) => known === value) ?? 'all')}
      data={[
        { value: 'all', label: 'All' },
        ...kinds.map((known) => ({ value: known, label: kindNames[known].many })),
      ]}
    />
  );
}
