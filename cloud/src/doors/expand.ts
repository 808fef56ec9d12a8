import type { Because } from '@lintel/core/doors/grant.ts';
import type { DoorId } from '@lintel/core/ids.ts';
import type { OpeningHours } from '@lintel/core/sites/opening.ts';
import { siteDay } from '@lintel/core/sites/opening.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { epochMs } from '@lintel/core/time.ts';

/** When a site is open, in the time of its own zone. */
export type SiteHours = { readonly timeZone: string; readonly opening: OpeningHours };

/** The end of what has no end: the last instant of the wire. */
export const endless = epochMs(253_402_300_799_999);

/** Hours are expanded this many local days ahead, so that a site that is cut off keeps opening for its members. */
export const daysAhead = 14;

/** The spans in which a site is open, from the local day of `from` on, each under its local date and its place in that day. */
export function openSpans(
  { timeZone, opening }: SiteHours,
  from: EpochMs,
  days: number,
): readonly { readonly date: string; readonly nth: number; readonly span: Span }[] {
  const first = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone).toPlainDate();
  return Array.from({ length: days }, (_, index) => first.add({ days: index }).toString()).flatMap((date) =>
    siteDay(timeZone, opening, date).open.map((span, nth) => ({ date, nth, span })),
  );
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
  hours: SiteHours,
  at: EpochMs,
): readonly WantedGrant[] {
  const { doorIds } = terms;
  if (terms.access === 'none' || doorIds.length === 0) return [];
  const because: Because = { kind: 'membership', what: terms.planName };
  if (terms.access === 'always') return [{ name: terms.id, doorIds, span: terms.span, because }];
  return openSpans(hours, at, daysAhead).flatMap(({ date, nth, span }) => {
    const cut = {
      startsAt: epochMs(Math.max(span.startsAt, terms.span.startsAt)),
      endsAt: epochMs(Math.min(span.endsAt, terms.span.endsAt)),
    };
    return cut.startsAt < cut.endsAt
      ? [
          {
            name: nth === 0 ? `${terms.id}/${date}` : `${terms.id}/${date}/${nth}`,
            doorIds,
            span: cut,
            because,
          },
        ]
      : [];
  });
}
