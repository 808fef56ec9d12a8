import type { ResourceKind } from '@lintel/core/bookings/booking.ts';
import type { DemandView } from '@lintel/core/demand/wire.ts';
import type { PlanId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import { demand } from './tables.ts';

/** One wish as it is kept: of no person. */
export type Wish = {
  readonly id: string;
  readonly at: EpochMs;
  readonly source: 'search' | 'attempt';
  /** Absent when any would do. */
  readonly siteId?: SiteId | undefined;
  readonly kind?: ResourceKind | undefined;
  readonly planId?: PlanId | undefined;
  readonly span: Span;
  /** On whose wall clock the hour is read. */
  readonly timeZone: string;
  readonly people: number;
  readonly equipment: readonly string[];
  readonly floor: string;
  readonly found: number;
  readonly reasons: readonly string[];
};

export async function insertWish(tx: Tx, wish: Wish): Promise<void> {
  const start = Temporal.Instant.fromEpochMilliseconds(wish.span.startsAt).toZonedDateTimeISO(wish.timeZone);
  await tx.db
    .insert(demand)
    .values({
      operator_id: tx.operatorId,
      id: wish.id,
      at: wish.at,
      source: wish.source,
      site_id: wish.siteId ?? null,
      kind: wish.kind ?? null,
      plan_id: wish.planId ?? null,
      wanted_from: wish.span.startsAt,
      wanted_to: wish.span.endsAt,
      wanted_on: start.toPlainDate().toString(),
      weekday: start.dayOfWeek,
      hour: start.hour,
      people: wish.people,
      equipment: [...wish.equipment],
      floor: wish.floor,
      found: wish.found,
      reasons: [...new Set(wish.reasons)],
    })
    .onConflictDoNothing();
}

export type DemandQuery = Span & {
  /** Those whose wishes are counted; wishes for any site only when absent. */
  readonly siteIds?: readonly SiteId[] | undefined;
  readonly kind?: ResourceKind | undefined;
};

/** What was looked for and refused between these instants, by the hour it was wanted in. */
export async function countDemand(tx: Tx, query: DemandQuery): Promise<Omit<DemandView, 'from' | 'to'>> {
  const values = [
    tx.operatorId,
    new Date(query.startsAt),
    new Date(query.endsAt),
    query.siteIds ? [...query.siteIds] : null,
    query.kind ?? null,
  ];
  const where = `operator_id = $1 AND at >= $2 AND at < $3 AND ($4::uuid[] IS NULL OR site_id = ANY ($4)) AND ($5::text IS NULL OR kind = $5)`;
  const hours = await tx.query<DemandView['hours'][number]>(
    `SELECT weekday, hour, coalesce(kind, 'any') AS kind, count(*) FILTER (WHERE source = 'search')::int AS searches,
       count(*) FILTER (WHERE source = 'search' AND found = 0)::int AS missed, count(*) FILTER (WHERE source = 'attempt')::int AS refused
     FROM demand WHERE ${where} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    values,
  );
  const reasons = await tx.query<DemandView['reasons'][number]>(
    `SELECT reason AS kind, count(*)::int AS count FROM demand, unnest(reasons) AS reason WHERE ${where} GROUP BY 1 ORDER BY 2 DESC, 1`,
    values,
  );
  const plans = await tx.query<DemandView['plans'][number]>(
    `SELECT coalesce(p.name, '') AS "planName", missed.missed, missed.refused FROM (
       SELECT plan_id, count(*) FILTER (WHERE source = 'search')::int AS missed, count(*) FILTER (WHERE source = 'attempt')::int AS refused
       FROM demand WHERE ${where} AND found = 0 GROUP BY 1) missed
     LEFT JOIN plan p ON p.operator_id = $1 AND p.id = missed.plan_id ORDER BY missed.missed + missed.refused DESC, 1`,
    values,
  );
  return { hours: [...hours], reasons: [...reasons], plans: [...plans] };
}

/** Forgets what was wanted before. */
export async function forgetDemand(tx: Tx, before: EpochMs): Promise<void> {
  await tx.query('DELETE FROM demand WHERE operator_id = $1 AND at < $2', [tx.operatorId, new Date(before)]);
}
