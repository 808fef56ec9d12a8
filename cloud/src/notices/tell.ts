import { refusalSentence } from '@lintel/core/bookings/refusal.ts';
import { bookingRefusal } from '@lintel/core/bookings/wire.ts';
import { localClock } from '@lintel/core/sites/local-time.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, epochMs, minuteMs } from '@lintel/core/time.ts';
import { z } from 'zod';
import type { Tx } from '../database/operator.ts';
import { type ReaderRow, readersOf, takeUntold, type UntoldChange } from './change-store.ts';
import type { AboutBooking, Actor } from './letters/about.ts';
import { type BookingNoticeKind, writeLetter } from './letters/write-letter.ts';
import { keepNotices, type NewNotice } from './store.ts';
import { whoHears } from './who-hears.ts';

/** A site has this long to answer before a person is told that it has not: mostly it answers at once. */
export const answerMostMs = minuteMs;

/**
 * Makes the notices of the oldest untold changes, and says how many changes it looked at. Each change is looked at once, in the transaction that keeps what it is told with.
 */
export async function tellChanges(
  tx: Tx,
  at: EpochMs,
  portalUrl: string | undefined,
  most = 100,
): Promise<number> {
  const changes = await takeUntold(tx, at, most);
  const hearings = changes.flatMap((change) => hearingsOf(change).map((hearing) => ({ change, ...hearing })));
  const readers = await readersOf(
    tx,
    hearings.map((hearing) => hearing.holderId),
  );
  const made = hearings.flatMap(({ change, holderId, kind }) => {
    const reader = readers.get(holderId);
    return reader && kind !== 'series' ? [noticeOf(change, kind, reader, at, portalUrl)] : [];
  });
  await keepNotices(tx, made);
  return changes.length;
}

function hearingsOf(change: UntoldChange) {
  return whoHears({
    kind: change.kind,
    byHolderId: change.by_holder_id ?? undefined,
    wasHolderId: change.was?.holderId,
    holderId: change.holder_id ?? undefined,
    purpose: change.purpose,
    source: change.source,
    state: change.change_state,
    isOfSeries: change.is_of_series,
    isToldBySeries: change.is_told_by_series,
    replaces: change.old_name !== null,
    isReplaced: change.is_replaced,
    isSpokenFor: change.is_spoken_for ?? false,
  });
}

function noticeOf(
  change: UntoldChange,
  kind: BookingNoticeKind,
  reader: ReaderRow,
  at: EpochMs,
  portalUrl: string | undefined,
): NewNotice {
  const dueAt = kind === 'requested' ? addMs(at, answerMostMs) : at;
  return {
    cause: `change ${change.n}`,
    holderId: reader.id,
    kind,
    siteId: change.site_id,
    bookingId: change.booking_id,
    version: change.version,
    changeN: change.n,
    aboutStartsAt: epochMs(change.starts_at),
    dueAt,
    letter: writeLetter(kind, aboutOf(change, reader, portalUrl)),
  };
}

function aboutOf(change: UntoldChange, reader: ReaderRow, portalUrl: string | undefined): AboutBooking {
  const { was, was_name, old_name, old_starts_at, old_ends_at } = change;
  const moved = was && was_name !== null ? { ...was, resourceName: was_name } : undefined;
  const replaced =
    old_name !== null && old_starts_at !== null && old_ends_at !== null
      ? { resourceName: old_name, startsAt: old_starts_at, endsAt: old_ends_at }
      : undefined;
  return {
    reader: { name: reader.name, ...(reader.time_zone ? { timeZone: reader.time_zone } : {}) },
    house: { ...change.house, portalUrl },
    actor: actorOf(change, reader),
    at: change.at,
    span: { startsAt: change.starts_at, endsAt: change.ends_at },
    resourceName: change.resource_name,
    alsoNames: change.also_names ?? [],
    title: change.title,
    isHold: change.purpose === 'hold',
    charge: change.charge,
    was: moved ?? replaced,
    why: whyOf(change, reader),
    reasons: reasonsOf(change),
    stays:
      change.change_state === 'refused' || change.change_state === 'requested'
        ? replaced && 'the_old'
        : 'itself',
    ...(change.offer_until === null ? {} : { offerUntil: change.offer_until }),
    ...(change.grace_ms === null ? {} : { graceMs: change.grace_ms }),
  };
}

/** What sites and clocks call themselves in a history. */
const nobodies = ['site', 'cloud', 'Lintel', 'Wait-list', 'the box', 'the door', 'the portal', ''];

function actorOf({ by, by_holder_id, by_kind, house }: UntoldChange, reader: ReaderRow): Actor {
  if (by_holder_id === reader.id || (by_holder_id === null && by === reader.name)) return { kind: 'reader' };
  if (by_kind === 'staff') return { kind: 'staff', name: by };
  if (nobodies.includes(by) || by === house.siteName) return { kind: 'nobody' };
  return { kind: 'other', name: by.startsWith('panel ') ? `somebody at the ${by}` : by };
}

/** A reason is told when a person gave one to another: not the bare name of what was done, and not why staff overrode a rule. */
function whyOf(change: UntoldChange, reader: ReaderRow): string | undefined {
  const { why, kind } = change;
  const actor = actorOf(change, reader).kind;
  if (!['cancelled', 'moved', 'ended', 'transferred'].includes(kind)) return undefined;
  if (actor === 'reader' || actor === 'nobody') return undefined;
  const isBare = /^\w+( \w+)?\.$/.test(why) || why === '' || why.startsWith('Overridden');
  return isBare ? undefined : why;
}

function reasonsOf({ kind, refusals, house, at, change_state, why }: UntoldChange): readonly string[] {
  if (kind !== 'refused') return [];
  // A change that was refused says why in the history; the booking itself was not.
  if (change_state !== 'refused') return [why.replace(/^Not changed\. /, '')];
  const parsed = z.array(bookingRefusal).safeParse(refusals);
  const clock = localClock(house.timeZone, at);
  return parsed.success ? parsed.data.map((reason) => refusalSentence(reason, clock)) : [];
}
