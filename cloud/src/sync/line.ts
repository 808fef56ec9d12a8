import type { OperatorId, SiteId } from '@lintel/core/ids.ts';
import type { ChainHead } from '@lintel/core/sync/chain.ts';
import type { Ask, ChangeBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Published } from '../bookings/calendar.ts';
import type { What } from '../database/operator.ts';
import type { ReadFact } from './read-fact.ts';

/** Everything the cloud and one site have agreed on, and who the site is. */
export type SiteState = {
  /** The history this cloud belongs to. */
  readonly generation: string;
  /** The newest entry of the feed, and the oldest that is still kept. */
  readonly seq: number;
  readonly keptFrom: number;
  readonly horizonAt: EpochMs;
  /** 0 until a box was enrolled. */
  readonly epoch: number;
  /** The one accepted box; absent before the first and after it was declared lost. */
  readonly box?: Box | undefined;
  /** The last fact kept of this epoch, and when the last of any was made. */
  readonly outbox: ChainHead;
  readonly factAt?: EpochMs | undefined;
  readonly lostAt?: EpochMs | undefined;
  /** Since when the cloud writes the whole calendar of a site whose box was lost. */
  readonly takenOverAt?: EpochMs | undefined;
};

export type Box = { readonly publicKey: string; readonly incarnation: string };

export type FeedChange = { readonly seq: number; readonly at: EpochMs; readonly body: ChangeBody };
export type PendingAsk = { readonly requestId: string; readonly ask: Ask };
export type DeadFact = { readonly seq: number; readonly why: string };

/** One transaction on what the cloud and its sites agree on: feeds, horizons, epochs and outboxes. As with the calendar, all of it is kept or nothing. */
export type LineTx = {
  readonly operatorId: OperatorId;

  readonly readSite: (siteId: SiteId) => Promise<SiteState>;
  /** The same under the site's lock, which is held until the end: feed, horizon, epoch and outbox of a site change one after the other. */
  readonly lockSite: (siteId: SiteId) => Promise<SiteState>;

  readonly setHorizon: (siteId: SiteId, horizonAt: EpochMs, proof: string) => Promise<void>;
  /** A new epoch with an empty outbox, under this box or, once one is lost, under none. What was open is asked anew under it. */
  readonly setEpoch: (
    siteId: SiteId,
    next: {
      readonly epoch: number;
      readonly box?: Box | undefined;
      readonly lostAt?: EpochMs | undefined;
      readonly takenOverAt?: EpochMs | undefined;
    },
    at: EpochMs,
  ) => Promise<void>;

  /** In order, at most `most`. */
  readonly changesAfter: (siteId: SiteId, cursor: number, most: number) => Promise<readonly FeedChange[]>;
  /** The open questions, the oldest first. */
  readonly pendingAsks: (siteId: SiteId, epoch: number, most: number) => Promise<readonly PendingAsk[]>;
  readonly publish: (siteId: SiteId, at: EpochMs, bodies: readonly ChangeBody[]) => Promise<Published>;
  readonly announce: (siteId: SiteId, what: What, ref?: string) => Promise<void>;

  readonly insertFacts: (siteId: SiteId, epoch: number, facts: readonly ReadFact[]) => Promise<void>;
  readonly insertDead: (
    siteId: SiteId,
    epoch: number,
    at: EpochMs,
    dead: readonly DeadFact[],
  ) => Promise<void>;
  readonly moveHead: (siteId: SiteId, head: ChainHead, factAt: EpochMs, at: EpochMs) => Promise<void>;
  /** Whether it is news: the same alarm again within an hour is not kept. */
  readonly raiseAlarm: (siteId: SiteId, at: EpochMs, what: string, detail: string) => Promise<boolean>;

  /** Runs part of the work so that, when it throws, only that part is undone. */
  readonly attempt: <T>(work: () => Promise<T>) => Promise<T>;
  /** Whether the same work may well succeed a moment later, so that nothing is to be concluded from the failure. */
  readonly isPassing: (error: unknown) => boolean;
};

/** A text by which a box can show which horizon it was given, in which history. */
export type ProveHorizon = (claims: {
  readonly operatorId: OperatorId;
  readonly siteId: SiteId;
  readonly generation: string;
  readonly horizonAt: EpochMs;
}) => Promise<string>;
