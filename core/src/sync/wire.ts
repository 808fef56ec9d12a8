import { z } from 'zod';
import {
  balance,
  booking,
  bookingPlan,
  bookingRefusal,
  changeRefusal,
  charge,
  resource,
  siteDay,
} from '../bookings/wire.ts';
import { accessEvent, credential, door, grant } from '../doors/wire.ts';
import { holder } from '../members/wire.ts';
import { bookingId, instant, operatorId, resourceId, siteId } from '../wire.ts';
import { factsMost } from './chain.ts';

/**
 * The feed: `GET /site/feed?generation=…&cursor=…` answers newline-delimited JSON, one line of `feedLine` each, and never ends by itself.
 * It begins with `hello`. When the cursor is 0, too old or of another generation a whole snapshot follows (`snapshot`, its `row`s, `snapshot_end`),
 * then every `change` after it, numbered without gaps, as it is committed; `ask`s come in between, and a `heartbeat` when nothing else did.
 */

/** The site as its box knows it. `verifyKeys` are the cloud's public keys (raw Ed25519, base64url), newest first. */
export const site = z.object({
  id: siteId,
  operatorId,
  operatorName: z.string(),
  name: z.string(),
  timeZone: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  help: z.object({ name: z.string(), email: z.string(), phone: z.string() }),
  verifyKeys: z.array(z.string()).min(1),
  /** What a panel shows and lets a stranger do: names and titles or none; every act for anyone who stands there, or for whoever knows a PIN. Absent: hidden and open. */
  panel: z.object({ names: z.enum(['hidden', 'shown']), act: z.enum(['open', 'pin']) }).optional(),
});
export type SiteInfo = z.infer<typeof site>;

/** How many resources one group may take. */
export const groupMost = 500;

/** One intention of the cloud: a row as it now stands, or the removal of one. Putting the same twice changes nothing. */
export const changeBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('site'), site }),
  z.object({ kind: z.literal('resource'), resource }),
  z.object({ kind: z.literal('door'), door }),
  z.object({ kind: z.literal('plan'), plan: bookingPlan }),
  z.object({ kind: z.literal('holder'), holder }),
  z.object({ kind: z.literal('credential'), credential }),
  z.object({ kind: z.literal('grant'), grant }),
  z.object({ kind: z.literal('booking'), booking }),
  /** A local day: its instants and opening hours. Sent for the days to come, again when hours change. */
  z.object({ kind: z.literal('day'), day: siteDay }),
  z.object({ kind: z.literal('balance'), balance }),
  /** `proof` is a compact JWS (EdDSA) over operator, site, generation and `horizonAt`: with it a box can prove the `B` it was given. */
  z.object({ kind: z.literal('horizon'), horizonAt: instant, proof: z.string() }),
  /** A director ends the quarantine of the store with this incarnation, knowing that what it confirmed after its last upload is lost. Another store passes it over. */
  z.object({ kind: z.literal('quarantine_ended'), incarnation: z.uuid() }),
  z.object({
    kind: z.literal('removed'),
    of: z.enum(['resource', 'door', 'plan', 'holder', 'credential', 'grant']),
    id: z.string(),
  }),
]);
export type ChangeBody = z.infer<typeof changeBody>;

/** A body of a kind this box does not know yet: kept and reported, never fatal. */
export const unknownBody = z.looseObject({ kind: z.string() });

/**
 * What the cloud asks the box to write before `B`. The request id makes it one question however often it is asked.
 *
 * *book*: new bookings, all or none; more than one share a group. *cancel*: give the slot back, whatever version stands; `keep` is what stays of the charge.
 * *change*: put `booking` in the place of the version before it; refused as *stale* when another version stands.
 */
export const ask = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('book'), bookings: z.array(booking).min(1).max(groupMost) }),
  z.object({ kind: z.literal('cancel'), bookingId, keep: charge.optional() }),
  z.object({ kind: z.literal('change'), booking, by: z.string(), why: z.string() }),
]);
export type Ask = z.infer<typeof ask>;

export const feedLine = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    generation: z.string(),
    epoch: z.int(),
    seq: z.int(),
    /** The cloud's wall clock; over the authenticated stream, a sign of the time. */
    at: instant,
  }),
  z.object({ type: z.literal('snapshot'), generation: z.string(), seq: z.int(), rows: z.int() }),
  z.object({ type: z.literal('row'), body: unknownBody }),
  z.object({ type: z.literal('snapshot_end'), seq: z.int() }),
  z.object({ type: z.literal('change'), seq: z.int().min(1), at: instant, body: unknownBody }),
  z.object({ type: z.literal('ask'), requestId: z.uuid(), epoch: z.int(), ask }),
  z.object({ type: z.literal('heartbeat'), seq: z.int(), at: instant }),
]);
export type FeedLine = z.infer<typeof feedLine>;

/** How the box answered an ask. `bookings` are the bookings as they now stand; a slot is the asker's only when it is kept. */
export const askAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('kept'), bookings: z.array(booking).min(1).max(groupMost) }),
  z.object({ kind: z.literal('refused'), reasons: z.array(bookingRefusal).min(1) }),
  /** It cannot change so, as it stands at the site: another version (`stale`), or for a reason of its own. */
  z.object({ kind: z.literal('unchanged'), booking, because: z.union([z.literal('stale'), changeRefusal]) }),
  z.object({ kind: z.literal('unknown_booking') }),
]);
export type AskAnswer = z.infer<typeof askAnswer>;

/** One thing that happened at the site. */
export const factBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('access_event'), event: accessEvent }),
  /** The site wrote this booking by itself: a walk-in, the front desk, a cancel at the console. */
  z.object({ kind: z.literal('booking'), booking, by: z.string(), why: z.string() }),
  /** The answer to an ask travels as a fact: on disk before it is sent, in order, exactly once. */
  z.object({ kind: z.literal('ask_answered'), requestId: z.uuid(), answer: askAnswer }),
  /** `occupied` is absent when no sensor can say. */
  z.object({
    kind: z.literal('occupied'),
    resourceId,
    occupied: z.boolean().optional(),
    sensor: z.string(),
  }),
  z.object({ kind: z.literal('change_unknown'), seq: z.int(), changeKind: z.string() }),
  z.object({ kind: z.literal('box_started'), version: z.string(), bootId: z.string() }),
  z.object({ kind: z.literal('alarm'), what: z.string(), detail: z.string() }),
]);
export type FactBody = z.infer<typeof factBody>;

/** How long a fact may be: the answer about a group of `groupMost` bookings with room to spare. */
export const factTextMost = 1024 * 1024;

/** `text` is the body as JSON, byte for byte as it was hashed; `hash` is over the chain (`chainText`), hex SHA-256. */
export const fact = z.object({
  seq: z.int().min(1),
  id: z.uuid(),
  at: instant,
  text: z.string().max(factTextMost),
  prevHash: z.string().regex(/^[0-9a-f]{64}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Fact = z.infer<typeof fact>;

/** `POST /site/facts`. In order, without gaps; what the cloud already has may be sent again. */
export const factsPosted = z.object({
  incarnation: z.uuid(),
  facts: z.array(fact).min(1).max(factsMost),
});

/** The last fact the cloud holds, in order; everything up to it may leave the box. `dead` are those it keeps but could not apply. */
export const factsAcknowledged = z.object({
  seq: z.int().min(0),
  hash: z.string(),
  dead: z.array(z.int()),
});

/** `POST /site/enrol`: the one-time code, the box's public key (raw Ed25519, base64url), and the incarnation of its store. */
export const enrolment = z.object({
  code: z.string().trim().min(8).max(64),
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  incarnation: z.uuid(),
});

/** `credentialKey` (hex, 32 bytes) keys the hashes of cards and PINs at this site; it is kept beside the store, never in it. */
export const enrolled = z.object({
  operatorId,
  siteId,
  siteName: z.string(),
  epoch: z.int().min(1),
  credentialKey: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Enrolled = z.infer<typeof enrolled>;

/** The claims of a box token (compact JWS, EdDSA, at most 60 s old): `iss` site, `sub` operator, `aud` `lintel-cloud`. */
export const boxClaims = z.object({
  iss: siteId,
  sub: operatorId,
  aud: z.literal('lintel-cloud'),
  epoch: z.int().min(1),
  inc: z.uuid(),
  iat: z.int(),
  exp: z.int(),
});
export const boxTokenLifeS = 60;

/** The error body of every Lintel API: a kind for programs and a sentence that says what to do. */
export const problem = z.object({
  kind: z.string(),
  sentence: z.string(),
  /** The fields that failed their schema, as paths (`booking.startsAt`). */
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;
