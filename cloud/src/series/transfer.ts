import { judgeDates, type SeriesContext } from '@lintel/core/bookings/series-judge.ts';
import { placeOn } from '@lintel/core/bookings/series-parts.ts';
import type { HolderId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import type { Viewer } from '../members/may.ts';
import type { Changed } from './change-series.ts';
import { loadContext } from './context.ts';
import { setDue } from './occurrence-store.ts';
import { isLive, type Opened } from './open-range.ts';
import { findByEmail, type Person } from './spot-store.ts';
import { changeSeries, recordEvent, type Series } from './store.ts';

/** Whom a series goes to, and what each of its booked dates would be to them. */
export type Receiver = {
  readonly to: Person;
  readonly judged: ReturnType<typeof judgeDates>;
  readonly context: SeriesContext;
};

/**
 * The member of this e-mail, if the series may go to them. Whether somebody has an account is nobody's to find out: to a member, one who could hold none of its dates is as unknown as one who is
 * not there.
 */
export async function findReceiver(
  tx: Tx,
  viewer: Viewer,
  { series, spot, dated }: Opened,
  toEmail: string,
  at: EpochMs,
): Promise<Receiver | undefined> {
  const to = await findByEmail(tx, toEmail);
  if (to?.kind !== 'member' || !series.holderId || to.id === series.holderId) return undefined;
  const live = dated.filter(isLive);
  const wanted = live.map(({ date }) => ({ date, place: placeOn(series.parts, date) }));
  const loaded = await loadContext(tx, { ...series, spot, holderId: to.id }, wanted, at);
  const own = new Set(live.map(({ booking }) => booking?.id));
  const context = { ...loaded, others: loaded.others.filter(({ id }) => !own.has(id)) };
  const judged = judgeDates(wanted, context);
  const mayHold = judged.dates.some(({ state }) => state === 'booked');
  return viewer.staff || mayHold ? { to, judged, context } : undefined;
}

/** Gives the series, from the range's first date on, to another member. A date they may not hold stays with whoever had it, and says so. */
export async function startTransfer(
  tx: Tx,
  viewer: Viewer,
  opened: Opened,
  toEmail: string,
  at: EpochMs,
): Promise<Changed> {
  const { series, range, dated } = opened;
  if (range.until !== undefined) return { kind: 'transfer_has_no_end' };
  const receiver = await findReceiver(tx, viewer, opened, toEmail, at);
  if (!receiver || !series.holderId) return { kind: 'unknown_member' };
  const { to } = receiver;
  if (!(await changeSeries(tx, series, { holderId: to.id, madeBy: makerAfter(series, to) }, at)))
    return { kind: 'stale' };
  const lives = dated.filter(isLive).map(({ date }) => date);
  await setDue(tx, series.id, lives, { kind: 'transfer', by: viewer.holderId, toEmail });
  await recordEvent(tx, series.id, { kind: 'series_transferred', from: series.holderId, to: to.id }, at);
  return { kind: 'changed', changed: lives.length };
}

/** Staff who made it go on making it. */
function makerAfter({ madeBy, holderId }: Series, to: Person): HolderId {
  return madeBy === holderId ? to.id : madeBy;
}
