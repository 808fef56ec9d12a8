import type { SeriesDates } from '@lintel/core/bookings/series.ts';
import type { SeriesPart } from '@lintel/core/bookings/series-parts.ts';
import type { HolderId, SeriesId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, minuteMs } from '@lintel/core/time.ts';
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import { type SeriesEvent, series, seriesEvent } from './tables.ts';

/** What repeats, for whom, and since when. */
export type Series = {
  readonly id: SeriesId;
  readonly siteId: SiteId;
  /** Absent for blocks, which have no holder. */
  readonly holderId?: HolderId | undefined;
  readonly madeBy: HolderId;
  readonly purpose: 'use' | 'block';
  readonly dates: SeriesDates;
  readonly parts: readonly SeriesPart[];
  /** The wish as it was sent: a repeat that says something else is another series. */
  readonly asked: string;
  readonly version: number;
  readonly state: 'running' | 'ended';
  readonly madeAt: EpochMs;
};

/** A look that nobody finishes is done again after this. */
export const lookAgainMs = 2 * minuteMs;

/** Keeps a new series, to be looked at soon should its maker's process stop; false when its id is known already. */
export async function insertSeries(tx: Tx, made: Series): Promise<boolean> {
  const kept = await tx.db
    .insert(series)
    .values({
      operator_id: tx.operatorId,
      id: made.id,
      site_id: made.siteId,
      holder_id: made.holderId ?? null,
      made_by: made.madeBy,
      purpose: made.purpose,
      dates: made.dates,
      parts: made.parts,
      asked: made.asked,
      version: made.version,
      state: made.state,
      made_at: made.madeAt,
      look_at: addMs(made.madeAt, lookAgainMs),
    })
    .onConflictDoNothing()
    .returning({ id: series.id });
  return kept.length === 1;
}

export async function findSeries(tx: Tx, seriesId: SeriesId): Promise<Series | undefined> {
  const [row] = await tx.db.select().from(series).where(isThis(tx, seriesId));
  return row && toSeries(row);
}

/** As it stands, and nobody else changes it until this transaction ends. */
export async function lockSeries(tx: Tx, seriesId: SeriesId): Promise<Series | undefined> {
  const [row] = await tx.db.select().from(series).where(isThis(tx, seriesId)).for('no key update');
  return row && toSeries(row);
}

/** A holder's series, the newest first. */
export async function seriesOf(tx: Tx, holderId: HolderId): Promise<readonly Series[]> {
  const rows = await tx.db
    .select()
    .from(series)
    .where(and(eq(series.operator_id, tx.operatorId), eq(series.holder_id, holderId)))
    .orderBy(desc(series.made_at), series.id);
  return rows.map(toSeries);
}

/** Puts what a person changed in the place of the version before it, to be looked at soon; false when another version stands by now. */
export async function changeSeries(
  tx: Tx,
  before: Series,
  changed: Partial<Pick<Series, 'dates' | 'parts' | 'holderId' | 'madeBy'>>,
  at: EpochMs,
): Promise<boolean> {
  const { dates, parts, holderId, madeBy } = { ...before, ...changed };
  const kept = await tx.db
    .update(series)
    .set({
      dates,
      parts,
      holder_id: holderId ?? null,
      made_by: madeBy,
      version: before.version + 1,
      state: 'running',
      look_at: addMs(at, lookAgainMs),
    })
    .where(and(isThis(tx, before.id), eq(series.version, before.version)))
    .returning({ id: series.id });
  return kept.length === 1;
}

/** When it is looked at next; without an instant there is nothing left to do, and it has ended. */
export async function setLookAt(tx: Tx, seriesId: SeriesId, lookAt: EpochMs | undefined): Promise<void> {
  await tx.db
    .update(series)
    .set(lookAt === undefined ? { look_at: null, state: 'ended' } : { look_at: lookAt, state: 'running' })
    .where(isThis(tx, seriesId));
}

/** Takes up to `most` series that are due, out of the hands of every other process, for as long as `lookAgainMs`. */
export async function claimDue(tx: Tx, at: EpochMs, most: number): Promise<readonly SeriesId[]> {
  const due = await tx.query<{ id: SeriesId }>(
    `SELECT id FROM series WHERE operator_id = $1 AND look_at <= $2 ORDER BY look_at, id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED`,
    [tx.operatorId, new Date(at), most],
  );
  const ids = due.map(({ id }) => id);
  if (ids.length === 0) return [];
  await tx.db
    .update(series)
    .set({ look_at: addMs(at, lookAgainMs) })
    .where(and(eq(series.operator_id, tx.operatorId), inArray(series.id, ids)));
  return ids;
}

/** Keeps what a person is to be told of the series. Notices read it. */
export async function recordEvent(
  tx: Tx,
  seriesId: SeriesId,
  event: SeriesEvent,
  at: EpochMs,
): Promise<void> {
  await tx.db
    .insert(seriesEvent)
    .values({ operator_id: tx.operatorId, series_id: seriesId, at, kind: event.kind, body: event });
}

export async function hasEvent(tx: Tx, seriesId: SeriesId, kind: SeriesEvent['kind']): Promise<boolean> {
  const rows = await tx.db
    .select({ n: seriesEvent.n })
    .from(seriesEvent)
    .where(
      and(
        eq(seriesEvent.operator_id, tx.operatorId),
        eq(seriesEvent.series_id, seriesId),
        eq(seriesEvent.kind, kind),
      ),
    )
    .limit(1);
  return rows.length === 1;
}

function isThis(tx: Tx, seriesId: SeriesId) {
  return and(eq(series.operator_id, tx.operatorId), eq(series.id, seriesId));
}

function toSeries(row: typeof series.$inferSelect): Series {
  return {
    id: row.id,
    siteId: row.site_id,
    holderId: row.holder_id ?? undefined,
    madeBy: row.made_by,
    purpose: row.purpose,
    dates: row.dates,
    parts: row.parts,
    asked: row.asked,
    version: row.version,
    state: row.state,
    madeAt: row.made_at,
  };
}
