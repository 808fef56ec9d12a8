import type { BookingPlan } from '@lintel/core/bookings/booking.ts';
import type { PlanId } from '@lintel/core/ids.ts';
import type { SiteDay } from '@lintel/core/sites/opening.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';

/** What bookings are judged by: plans and the site's local days, beside the resources, as the feed brought them. */

type Body = { readonly body: string };

export function findPlan(store: Store, id: PlanId): BookingPlan | undefined {
  const row = store.get<Body>('SELECT body FROM plan WHERE id = ?', id);
  return row && JSON.parse(row.body);
}

export function listPlans(store: Store): readonly BookingPlan[] {
  return store.all<Body>('SELECT body FROM plan ORDER BY name').map(({ body }) => JSON.parse(body));
}

export function keepPlan(store: Store, plan: BookingPlan): void {
  store.put('plan', { id: plan.id, name: plan.name, body: JSON.stringify(plan) });
}

export function removePlan(store: Store, id: string): void {
  store.run('DELETE FROM plan WHERE id = ?', id);
}

type DayRow = Omit<SiteDay, 'open'> & { readonly open: string };
const dayColumns = 'date, starts_at AS "startsAt", ends_at AS "endsAt", open, note';

export function findDay(store: Store, date: string): SiteDay | undefined {
  const row = store.get<DayRow>(`SELECT ${dayColumns} FROM site_day WHERE date = ?`, date);
  return row && { ...row, open: JSON.parse(row.open) };
}

/** The local days that touch the span, in order; those the cloud has not sent are missing. */
export function listDays(store: Store, span: Span): readonly SiteDay[] {
  const sql = `SELECT ${dayColumns} FROM site_day WHERE ends_at > ? AND starts_at < ? ORDER BY starts_at`;
  return store
    .all<DayRow>(sql, span.startsAt, span.endsAt)
    .map(({ open, ...day }) => ({ ...day, open: JSON.parse(open) }));
}

export function keepDay(store: Store, { date, startsAt, endsAt, open, note }: SiteDay): void {
  const sql = 'INSERT OR REPLACE INTO site_day (date, starts_at, ends_at, open, note) VALUES (?, ?, ?, ?, ?)';
  store.run(sql, date, startsAt, endsAt, JSON.stringify(open), note);
}

/** Days that ended before `before`, forgotten; how many. */
export function pruneDays(store: Store, before: EpochMs): number {
  return store.run('DELETE FROM site_day WHERE ends_at < ?', before);
}

export function clearRules(store: Store): void {
  store.run('DELETE FROM plan');
  store.run('DELETE FROM site_day');
}
