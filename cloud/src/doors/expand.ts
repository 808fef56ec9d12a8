import type { Because } from '@lintel/core/doors/grant.ts';
import type { DoorId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { epochMs } from '@lintel/core/time.ts';

/** Opening hours in minutes of the local day, on these days of the week (Monday is 1). */
export type OpeningHours = {
  readonly timeZone: string;
  readonly opensMin: number;
  readonly closesMin: number;
  readonly openDays: readonly number[];
};

/** The end of what has no end: the last instant of the wire. */
export const endless = epochMs(253_402_300_799_999);

/** Hours are expanded this many local days ahead, so that a site that is cut off keeps opening for its members. */
export const daysAhead = 14;

/**
 * The spans in which a site is open, from the local day of `from` on, each under its local date. A day of 23 or 25 hours opens and closes at the times its
 * clocks show; closing at 1440 means the end of the day.
 */
export function openSpans(
  hours: OpeningHours,
  from: EpochMs,
  days: number,
): readonly { readonly date: string; readonly span: Span }[] {
  const first = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(hours.timeZone).toPlainDate();
  return Array.from({ length: days }, (_, index) => first.add({ days: index }))
    .filter((date) => hours.openDays.includes(date.dayOfWeek))
    .map((date) => ({
      date: date.toString(),
      span: {
        startsAt: atMinute(date, hours.opensMin, hours.timeZone),
        endsAt: atMinute(date, hours.closesMin, hours.timeZone),
      },
    }))
    .filter(({ span }) => span.startsAt < span.endsAt);
}

function atMinute(date: Temporal.PlainDate, minute: number, timeZone: string): EpochMs {
  const day = minute === 1440 ? date.add({ days: 1 }) : date;
  const plainTime = new Temporal.PlainTime(Math.floor((minute % 1440) / 60), minute % 60);
  return epochMs(day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds);
}

export type WantedGrant = {
  /** Tells the grants of one holder at one site apart, and stays the same when they are worked out again. */
  readonly name: string;
  readonly doorIds: readonly DoorId[];
  readonly span: Span;
  readonly because: Because;
};

export type MembershipTerms = {
  readonly id: string;
  readonly planName: string;
  readonly access: 'none' | 'hours' | 'always';
  /** The plan's doors that are at this site. */
  readonly doorIds: readonly DoorId[];
  readonly span: Span;
};

/** The grants a membership gives at one site, from now on. Pieces outside the membership's own span are cut off. */
export function grantsOfMembership(
  terms: MembershipTerms,
  hours: OpeningHours,
  at: EpochMs,
): readonly WantedGrant[] {
  const { doorIds } = terms;
  if (terms.access === 'none' || doorIds.length === 0) return [];
  const because: Because = { kind: 'membership', what: terms.planName };
  if (terms.access === 'always') return [{ name: terms.id, doorIds, span: terms.span, because }];
  return openSpans(hours, at, daysAhead).flatMap(({ date, span }) => {
    const cut = {
      startsAt: epochMs(Math.max(span.startsAt, terms.span.startsAt)),
      endsAt: epochMs(Math.min(span.endsAt, terms.span.endsAt)),
    };
    return cut.startsAt < cut.endsAt ? [{ name: `${terms.id}/${date}`, doorIds, span: cut, because }] : [];
  });
}
