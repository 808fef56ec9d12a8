import { resourceKinds } from '@lintel/core/bookings/booking.ts';
import type { DemandView } from '@lintel/core/demand/wire.ts';

export const demandKinds = [...resourceKinds, 'any'] as const;
export type DemandKind = (typeof demandKinds)[number];
export type Counted = { readonly searches: number; readonly missed: number; readonly refused: number };
export type DemandHour = { readonly hour: number; readonly byKind: Readonly<Record<DemandKind, Counted>> };

const none: Counted = { searches: 0, missed: 0, refused: 0 };

/** The hours in which anything was wanted, in order, summed over the days of the week or of one (Monday is 1). Every count of those days is in exactly one cell. */
export function byHour(hours: DemandView['hours'], weekday: number | undefined): readonly DemandHour[] {
  const wanted = hours.filter((one) => weekday === undefined || one.weekday === weekday);
  const sumOf = (hour: number, kind: DemandKind) =>
    total(wanted.filter((one) => one.hour === hour && one.kind === kind));
  return [...new Set(wanted.map(({ hour }) => hour))]
    .sort((a, b) => a - b)
    .map((hour) => ({
      hour,
      byKind: {
        desk: sumOf(hour, 'desk'),
        room: sumOf(hour, 'room'),
        booth: sumOf(hour, 'booth'),
        office: sumOf(hour, 'office'),
        any: sumOf(hour, 'any'),
      },
    }));
}

export function total(counts: readonly Counted[]): Counted {
  return counts.reduce(
    (sum, one) => ({
      searches: sum.searches + one.searches,
      missed: sum.missed + one.missed,
      refused: sum.refused + one.refused,
    }),
    none,
  );
}
