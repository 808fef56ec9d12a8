import type { SiteId } from '@lintel/core/ids.ts';
import { siteDay } from '@lintel/core/sites/opening.ts';
import type { ChangeBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import { publish } from '../sync/publish.ts';
import { loadOpening } from './hours-store.ts';

/** Boxes hold yesterday and this many days from today on. */
export const daysKept = 60;

/** This many local days of a site as the feed carries them, the first being that of `from`. */
export async function dayBodies(
  tx: Tx,
  siteId: SiteId,
  from: Temporal.PlainDate,
  count: number,
): Promise<ChangeBody[]> {
  const { timeZone, opening } = await loadOpening(tx, siteId);
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const { open, ...day } = siteDay(timeZone, opening, from.add({ days: index }).toString());
    return { kind: 'day', day: { ...day, open: [...open] } };
  });
}

/** Yesterday and the days to come, for a snapshot. */
export async function daysToHold(tx: Tx, siteId: SiteId, at: EpochMs): Promise<ChangeBody[]> {
  return await dayBodies(tx, siteId, (await localToday(tx, siteId, at)).subtract({ days: 1 }), daysKept + 2);
}

/** Sends the days that have come into reach since the last time; called again it sends nothing. Call it last in the transaction, as `publish` says. */
export async function publishNewDays(tx: Tx, siteId: SiteId, at: EpochMs): Promise<void> {
  const [row] = await tx.query<{ until: string | null }>(
    'SELECT days_until::text AS until FROM site_feed WHERE operator_id = $1 AND site_id = $2 FOR UPDATE',
    [tx.operatorId, siteId],
  );
  if (!row) throw new Error(`The site ${siteId} has no feed.`);
  const today = await localToday(tx, siteId, at);
  const yesterday = today.subtract({ days: 1 });
  const known = row.until === null ? undefined : Temporal.PlainDate.from(row.until);
  const from =
    known && Temporal.PlainDate.compare(known, yesterday) >= 0 ? known.add({ days: 1 }) : yesterday;
  const until = today.add({ days: daysKept });
  const bodies = await dayBodies(tx, siteId, from, from.until(until).days + 1);
  if (bodies.length === 0) return;
  await tx.query('UPDATE site_feed SET days_until = $3 WHERE operator_id = $1 AND site_id = $2', [
    tx.operatorId,
    siteId,
    until.toString(),
  ]);
  await publish(tx, siteId, at, bodies);
}

async function localToday(tx: Tx, siteId: SiteId, at: EpochMs): Promise<Temporal.PlainDate> {
  const { timeZone } = await loadOpening(tx, siteId);
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
}
