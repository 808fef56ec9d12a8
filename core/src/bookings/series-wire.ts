import { z } from 'zod';
import { bookingId, holderId, instant, resourceId, seriesId, siteId } from '../wire.ts';
import { hoursFaults, ruleFaults } from './series.ts';
import { alternativeView, charge, people, refusalView, title } from './wire.ts';

/** A local date that lies whole within the instants there are, and leaves room for what follows it. */
export const seriesDate = z.iso
  .date()
  .refine((date) => date > '1970-01-01' && date < '9998-01-01', { error: 'must lie between 1970 and 9998' });

const weekday = z.int().min(1).max(7);

export const repeats = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('weekly'),
    weekdays: z.array(weekday).max(7),
    everyWeeks: z.int().min(1).max(52).default(1),
  }),
  z.object({
    kind: z.literal('monthly'),
    weekday,
    nth: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal('last')]),
  }),
]);

const startMin = z.int().min(0).max(1439);
/** Counted on over midnight: 02:00 of the next day is 1560. */
const endMin = z.int().min(1).max(2879);

const ruleShape = z.object({
  repeats,
  startMin,
  endMin,
  fromDate: seriesDate,
  untilDate: seriesDate.optional(),
  /** More than a series may have is answered by what to do, not by a bound alone. */
  count: z.int().min(1).max(1_000_000).optional(),
});

/** The shape of `SeriesRule`; says everything that is wrong with it, by field. */
export const seriesRule = ruleShape.superRefine((rule, context) => {
  // This runs also where a field has failed; a rule of the wrong shape has no dates to count.
  if (!ruleShape.safeParse(rule).success) return;
  for (const { path, message } of ruleFaults(rule))
    context.addIssue({ code: 'custom', path: path.split('.'), message });
});

/** What somebody wants as a series. `requestId` becomes the series's id: the same request has the same answer, however often it is sent. */
export const seriesWish = z.object({
  requestId: seriesId,
  resourceId,
  rule: seriesRule,
  title,
  people: people.default(0),
  purpose: z.enum(['use', 'block']).default('use'),
  /** Staff book for a member. */
  forHolderId: holderId.optional(),
});

/**
 * *booked*. *requested*: asked of the site, which has not answered. *clash*: it cannot be booked; `reasons` say why. *cancelled*: taken out by a person. *skipped*: the site is closed, the member
 * suspended, or the clocks jump over it. *waiting_for_window*: further ahead than the plan books; tried by itself once it comes near enough.
 */
export const occurrenceStates = [
  'booked',
  'requested',
  'clash',
  'cancelled',
  'skipped',
  'waiting_for_window',
] as const;
export type OccurrenceState = (typeof occurrenceStates)[number];

const wallClock = z.enum(['plain', 'shifted', 'first']);

/** One date of a series. Without a span the clocks jump over it. */
export const occurrenceView = z.object({
  date: z.iso.date(),
  state: z.enum(occurrenceStates),
  resourceId,
  resourceName: z.string(),
  startsAt: instant.optional(),
  endsAt: instant.optional(),
  /** *shifted*: the clock time does not exist that day and is read on the clocks of before. *first*: it exists twice. */
  start: wallClock,
  end: wallClock,
  bookingId: bookingId.optional(),
  charge: charge.optional(),
  reasons: z.array(refusalView),
});
export type OccurrenceView = z.infer<typeof occurrenceView>;

/** One date before anything is saved: *booked* is what would be. What clashes comes with what is free instead. */
export const occurrencePreview = occurrenceView.extend({ alternatives: z.array(alternativeView) });
export type OccurrencePreview = z.infer<typeof occurrencePreview>;

/** `total`: of what would be booked now. `more`: the series has dates that were not looked at. */
export const seriesPreview = z.object({
  occurrences: z.array(occurrencePreview),
  more: z.boolean(),
  total: charge,
  currency: z.string(),
  timeZone: z.string(),
});
export type SeriesPreview = z.infer<typeof seriesPreview>;

export const seriesView = z.object({
  id: seriesId,
  siteId,
  siteName: z.string(),
  timeZone: z.string(),
  title: z.string(),
  resourceId,
  resourceName: z.string(),
  holderName: z.string().optional(),
  repeats,
  startMin,
  endMin,
  fromDate: z.iso.date(),
  untilDate: z.iso.date().optional(),
  count: z.int().optional(),
  /** The rule as one sentence: `Every Monday and Wednesday, 09:00 to 17:00`. */
  sentence: z.string(),
  version: z.int().min(1),
  state: z.enum(['running', 'ended']),
  /** How many dates to come are in each state. */
  counts: z.partialRecord(z.enum(occurrenceStates), z.int()),
});
export type SeriesView = z.infer<typeof seriesView>;

/** A series with its dates from today on. */
export const wholeSeries = z.object({ series: seriesView, occurrences: z.array(occurrenceView) });
export type WholeSeries = z.infer<typeof wholeSeries>;

/** The dates from the first to the last, both within; this and all that follow without a last. */
export const dateRange = z
  .object({ from: seriesDate, until: seriesDate.optional() })
  .refine(({ from, until }) => until === undefined || from <= until, {
    path: ['until'],
    error: 'must not be before from',
  });

const changedPlace = z
  .object({
    kind: z.literal('place'),
    resourceId: resourceId.optional(),
    startMin: startMin.optional(),
    endMin: endMin.optional(),
    title: title.optional(),
    people: people.optional(),
  })
  .superRefine((place, context) => {
    if (place.startMin === undefined && place.endMin === undefined) return;
    if (place.startMin === undefined || place.endMin === undefined)
      return context.addIssue({
        code: 'custom',
        path: ['endMin'],
        message: 'startMin and endMin are changed together',
      });
    for (const { path, message } of hoursFaults({ startMin: place.startMin, endMin: place.endMin }))
      context.addIssue({ code: 'custom', path: [path], message });
  });

/** `preview`: says what would become of every date and writes nothing. `version`: the series as whoever asks has seen it. */
export const seriesChange = z.object({
  version: z.int().min(1),
  range: dateRange,
  change: z.discriminatedUnion('kind', [
    changedPlace,
    z.object({ kind: z.literal('transfer'), toEmail: z.email().max(254) }),
  ]),
  preview: z.boolean().default(false),
});

export const seriesCancel = z.object({
  version: z.int().min(1),
  range: dateRange,
  /** Staff give everything back, whatever the plan says. */
  refundAll: z.boolean().default(false),
  preview: z.boolean().default(false),
});

export const seriesChanged = wholeSeries.extend({ kind: z.literal('changed') });

/** Who gave a series away sees it no more. */
export const seriesGivenAway = z.object({ kind: z.literal('given_away'), sentence: z.string() });

/** What a change would do, date by date. `before`: what is taken now; `after`: what would be; `refund`: what a cancel gives back. */
export const seriesChangePreview = z.object({
  kind: z.literal('preview'),
  dates: z.array(occurrenceView.extend({ before: charge, refund: charge })),
  before: charge,
  after: charge,
  refund: charge,
  currency: z.string(),
});
