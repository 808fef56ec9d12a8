import { z } from 'zod';
import { clockTrust } from '../doors/wire.ts';
import { siteView } from '../sites/wire.ts';
import { instant } from '../wire.ts';

/**
 * The box's own account of itself: `GET /health`, and what the console's banner draws. `outbox` is what the cloud has not acknowledged yet. `trouble` are sentences, worst first: a
 * full disk, a silent reader, an unknown change, a store that must speak to the cloud first.
 */
export const healthView = z.object({
  at: instant,
  version: z.string(),
  site: siteView.optional(),
  link: z.object({
    state: z.enum(['live', 'cut_off', 'not_enrolled']),
    heardAt: instant.optional(),
    cursor: z.int(),
    horizonAt: instant.optional(),
    /** The store was restored or replaced: before this instant nothing is booked here. Absent when that is over. */
    quarantineUntil: instant.optional(),
    /** Nothing is booked here until the box has spoken to the cloud. */
    isUnregistered: z.boolean().optional(),
    outbox: z.object({ waiting: z.int(), oldestAt: instant.optional() }),
  }),
  clock: z.object({ trust: clockTrust, because: z.string() }),
  store: z.object({ writable: z.boolean(), freeBytes: z.int() }),
  trouble: z.array(z.string()),
});
export type HealthView = z.infer<typeof healthView>;
