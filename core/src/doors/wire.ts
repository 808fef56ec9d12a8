import { z } from 'zod';
import { bookingId, credentialId, doorId, grantId, holderId, instant } from '../wire.ts';

export const clockTrust = z.enum(['trusted', 'bounded', 'unknown']);

export const door = z.object({
  id: doorId,
  name: z.string().min(1).max(120),
  pulseMs: z.int().min(100).max(60_000),
  recordWaitMs: z.int().min(1).max(10_000),
  unrecordedTap: z.enum(['open', 'refuse']),
  untrustedClock: z.enum(['honour', 'staff_only']),
});

export const because = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('booking'), bookingId, what: z.string() }),
  z.object({ kind: z.literal('membership'), what: z.string() }),
  z.object({ kind: z.literal('staff'), what: z.string() }),
]);

/** A grant the cloud expanded into instants. Grants of bookings are never sent: both sides derive them. */
export const grant = z.object({
  id: grantId,
  holderId,
  doorIds: z.array(doorId).min(1).max(64),
  valid: z.object({ startsAt: instant, endsAt: instant }),
  because,
});

export const credentialKinds = ['card', 'pin'] as const;

/** `key` is the keyed hash of what is presented (`presentedText`), in hex: the site never holds the number itself. */
export const credential = z.object({
  id: credentialId,
  holderId,
  kind: z.enum(credentialKinds),
  key: z.string().regex(/^[0-9a-f]{64}$/),
  revoked: z.boolean(),
});

export const tapRefusal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('misread') }),
  z.object({ kind: z.literal('unknown_credential') }),
  z.object({ kind: z.literal('revoked') }),
  z.object({ kind: z.literal('suspended') }),
  z.object({ kind: z.literal('no_grant') }),
  z.object({ kind: z.literal('too_early'), opensAt: instant, what: z.string() }),
  z.object({ kind: z.literal('ended'), endedAt: instant, what: z.string() }),
  z.object({ kind: z.literal('clock_untrusted') }),
  z.object({ kind: z.literal('pass_altered') }),
  z.object({ kind: z.literal('pass_expired') }),
  z.object({ kind: z.literal('pass_foreign_site') }),
  z.object({ kind: z.literal('not_recorded') }),
]);

/**
 * The kept fact of a tap or an opening. `presented` says what came (`card 26 bits`, `PIN`), never the number.
 * `bootId` and `monoMs` let a wall time be repaired that was written while the clock was not trusted.
 */
export const accessEvent = z.object({
  doorId,
  readerId: z.string().optional(),
  what: z.enum(['tap', 'opened_by_staff']),
  presented: z.string(),
  credentialId: credentialId.optional(),
  holderId: holderId.optional(),
  outcome: z.enum(['granted', 'refused']),
  reason: tapRefusal.optional(),
  because: because.optional(),
  grantId: grantId.optional(),
  at: instant,
  trust: clockTrust,
  bootId: z.string(),
  monoMs: z.int(),
});
export type AccessEvent = z.infer<typeof accessEvent>;

/** One access event as staff see it. `sentence` is the reason in words, or why it was granted. */
export const accessEventView = z.object({
  id: z.string(),
  at: instant,
  trust: clockTrust,
  doorId,
  doorName: z.string(),
  holderName: z.string().optional(),
  presented: z.string(),
  outcome: z.enum(['granted', 'refused']),
  sentence: z.string(),
});
export type AccessEventView = z.infer<typeof accessEventView>;

/** A door at a glance. `readers` are what the box has on its lines for this door, with the state it last saw. */
export const doorView = z.object({
  id: doorId,
  name: z.string(),
  state: z.enum(['locked', 'unlocked']),
  readers: z.array(
    z.object({
      id: z.string(),
      driver: z.string(),
      state: z.enum(['online', 'offline']),
      why: z.string().optional(),
    }),
  ),
  relay: z
    .object({ driver: z.string(), state: z.enum(['online', 'offline']), why: z.string().optional() })
    .optional(),
  last: accessEventView.optional(),
});
export type DoorView = z.infer<typeof doorView>;
