import { z } from 'zod';
import { holderId, planId, siteId } from '../wire.ts';

export const staffRoles = ['director', 'site_manager', 'front_desk'] as const;
export type StaffRole = (typeof staffRoles)[number];

/** A holder as the cloud sends it to a site: whom credentials and grants belong to, and, for staff, how they log in while the site is cut off. */
export const holder = z.object({
  id: holderId,
  kind: z.enum(['member', 'staff', 'guest']),
  name: z.string().min(1).max(200),
  suspended: z.boolean(),
  /** The plan the site judges this member's bookings by. */
  planId: planId.optional(),
  login: z.object({ email: z.email(), passwordHash: z.string(), role: z.enum(staffRoles) }).optional(),
});

/** Who is logged in. `siteIds` of staff: the sites their role covers, all when absent. */
export const me = z.object({
  name: z.string(),
  email: z.string(),
  operatorName: z.string(),
  member: z.object({ id: holderId }).optional(),
  staff: z.object({ id: holderId, role: z.enum(staffRoles), siteIds: z.array(siteId).optional() }).optional(),
});
export type Me = z.infer<typeof me>;
