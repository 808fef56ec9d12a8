import { z } from 'zod';
import { instant, resourceId, siteId } from '../wire.ts';

/** What a calendar shows: the bookings of whoever made the link, of one resource, or of a whole site. */
const subject = z.discriminatedUnion('of', [
  z.object({ of: z.literal('member') }),
  z.object({ of: z.literal('resource'), resourceId }),
  z.object({ of: z.literal('site'), siteId }),
]);

/** The body of `POST /api/me/calendar-links`. `withNames` shows others' names and titles too; only staff who may see them can ask for it. */
export const calendarLinkWish = z.intersection(subject, z.object({ withNames: z.boolean().default(false) }));

/** A link as whoever made it sees it; its address was shown once, when it was made. */
export const calendarLinkView = z.object({
  id: z.uuid(),
  of: z.enum(['member', 'resource', 'site']),
  resourceId: resourceId.optional(),
  siteId: siteId.optional(),
  /** `Your bookings`, or the resource's or the site's name. */
  name: z.string(),
  withNames: z.boolean(),
  madeAt: instant,
  /** When a calendar program last asked for it, to the hour; absent until one has. */
  readAt: instant.optional(),
});
export type CalendarLinkView = z.infer<typeof calendarLinkView>;

/** The answer to making a link. Whoever knows the address reads the calendar: it is kept nowhere and never shown again. */
export const calendarLinkMade = z.object({ link: calendarLinkView, address: z.url() });
