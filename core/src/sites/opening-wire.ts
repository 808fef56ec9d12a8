import { z } from 'zod';

/** Minutes of the local wall clock. Hours over midnight are written as two: until 1440, and from 0 on the day after. */
const hours = z
  .object({ opensMin: z.int().min(0).max(1439), closesMin: z.int().min(1).max(1440) })
  .refine(({ opensMin, closesMin }) => opensMin < closesMin, {
    path: ['closesMin'],
    error: 'must be after opensMin; hours over midnight are two, until 1440 and from 0 on the next day',
  });

type Hours = z.infer<typeof hours>;

/** A date of the calendar within the years a booking can name. */
const localDate = z.iso
  .date({ error: 'must be a date of the calendar, as 2027-12-25' })
  .refine((date) => date >= '2000-01-01' && date <= '2199-12-31', {
    error: 'must lie between 2000 and 2199',
  });

const weekly = z.array(hours.and(z.object({ weekday: z.int().min(1).max(7) }))).max(70);

const exception = z.object({
  date: localDate,
  hours: z.array(hours).max(10),
  note: z.string().trim().max(200).default(''),
});

/** When a site is open: the week (Monday is 1), and the local dates on which it is otherwise. The shape of `OpeningHours`; no two hours of a day share a minute. */
export const openingHours = z
  .object({ weekly, exceptions: z.array(exception).max(1000) })
  .superRefine((opening, context) => {
    for (let weekday = 1; weekday <= 7; weekday++) {
      const shared = overlapOf(opening.weekly.filter((one) => one.weekday === weekday));
      if (shared)
        context.addIssue({
          code: 'custom',
          path: ['weekly', opening.weekly.indexOf(shared)],
          message: `overlaps other hours of ${weekdayNames[weekday - 1]}`,
        });
    }
    const seen = new Set<string>();
    for (const [index, { date, hours: ofDate }] of opening.exceptions.entries()) {
      if (seen.has(date))
        context.addIssue({
          code: 'custom',
          path: ['exceptions', index, 'date'],
          message: `is there twice: ${date}`,
        });
      seen.add(date);
      if (overlapOf(ofDate))
        context.addIssue({
          code: 'custom',
          path: ['exceptions', index, 'hours'],
          message: 'overlap each other',
        });
    }
  });

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The first hours, in order of opening, that begin before those before them have closed. */
function overlapOf<Some extends Hours>(all: readonly Some[]): Some | undefined {
  const inOrder = [...all].sort((a, b) => a.opensMin - b.opensMin);
  return inOrder.find((one, index) => {
    const before = inOrder[index - 1];
    return before !== undefined && one.opensMin < before.closesMin;
  });
}
