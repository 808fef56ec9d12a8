import { noCharge, plus } from '@lintel/core/bookings/price.ts';
import { datesWithin, occurrenceOn } from '@lintel/core/bookings/series.ts';
import { ruleSentence } from '@lintel/core/bookings/series-sentence.ts';
import {
  type OccurrencePreview,
  type OccurrenceView,
  type SeriesView,
  seriesCancel,
  seriesChange,
  seriesChanged,
  seriesChangePreview,
  seriesPreview,
  seriesWish,
  wholeSeries,
} from '@lintel/core/bookings/series-wire.ts';
import type { Context, Hono } from 'hono';
import type { z } from 'zod';
import { nameOf } from './fake-people.ts';
import type { World } from './fake-world.ts';

type Wish = z.output<typeof seriesWish>;
type Kept = { series: SeriesView; dates: OccurrenceView[]; wish: Wish; by: string };

const unknown = { kind: 'unknown_series', sentence: 'There is no such series.' };
const shownMost = 60;

/** Series as the cloud answers them: the real rules of core over the fake calendar. */
export function addSeries(app: Hono, world: World): { readonly kept: Map<string, Kept> } {
  const kept = new Map<string, Kept>();
  app.post('/api/series/preview', async (c) => {
    const read = seriesWish.safeParse(await c.req.json());
    if (!read.success) return c.json(badInput(read.error), 400);
    return c.json(seriesPreview.parse(previewOf(c, world, read.data)));
  });
  app.post('/api/series', async (c) => {
    const wish = seriesWish.parse(await c.req.json());
    const preview = previewOf(c, world, wish);
    if (!preview.occurrences.some(({ state }) => state === 'booked'))
      return c.json(
        { kind: 'nothing_to_book', sentence: 'Not one of these dates can be booked.', preview },
        409,
      );
    const dates = preview.occurrences.map((one) => bookDate(c, world, wish, one));
    kept.set(wish.requestId, { series: seriesOf(world, wish, dates), dates, wish, by: nameOf(c) });
    world.tell('bookings');
    return c.json(wholeOf(kept.get(wish.requestId)), 201);
  });
  app.get('/api/me/series', (c) =>
    c.json({ series: [...kept.values()].filter(({ by }) => by === nameOf(c)).map(({ series }) => series) }),
  );
  app.get('/api/series/:id', (c) => {
    const found = kept.get(c.req.param('id'));
    return found ? c.json(wholeOf(found)) : c.json(unknown, 404);
  });
  addSteps(app, world, kept);
  return { kept };
}

function addSteps(app: Hono, world: World, kept: Map<string, Kept>): void {
  for (const path of ['change', 'cancel'] as const) {
    app.post(`/api/series/:id/${path}`, async (c) => {
      const found = kept.get(c.req.param('id'));
      if (!found) return c.json(unknown, 404);
      const body = await c.req.json();
      const { version, range, preview } = (path === 'change' ? seriesChange : seriesCancel).parse(body);
      if (version !== found.series.version)
        return c.json(
          { kind: 'stale', sentence: 'The series was changed meanwhile.', current: wholeOf(found) },
          409,
        );
      const within = found.dates.filter(({ date }) => date >= range.from && date <= (range.until ?? '9999'));
      if (preview) return c.json(seriesChangePreview.parse(stepPreview(within, path)));
      const change = path === 'change' ? seriesChange.parse(body).change : undefined;
      for (const date of within) {
        const index = found.dates.indexOf(date);
        if (path === 'cancel') {
          if (date.bookingId) world.calendar.put(date.bookingId, 'cancelled');
          found.dates[index] = { ...date, state: 'cancelled' };
        } else if (change?.kind === 'place' && change.resourceId) {
          const resource = world.calendar.resource(change.resourceId);
          found.dates[index] = { ...date, resourceId: change.resourceId, resourceName: resource?.name ?? '' };
        }
      }
      found.series = { ...found.series, version: version + 1, counts: countsOf(found.dates) };
      return c.json(seriesChanged.parse({ kind: 'changed', ...wholeOf(found) }));
    });
  }
  app.post('/api/series/:id/dates/:date/restore', (c) => {
    const found = kept.get(c.req.param('id'));
    const index = found?.dates.findIndex(({ date }) => date === c.req.param('date')) ?? -1;
    const date = found?.dates[index];
    if (!found || !date) return c.json(unknown, 404);
    const tried = bookDate(c, world, found.wish, judgeDate(c, world, found.wish, date.date));
    if (tried.state !== 'booked')
      return c.json(
        {
          kind: 'not_free',
          sentence: tried.reasons.map(({ sentence }) => sentence).join(' '),
          current: wholeOf(found),
        },
        409,
      );
    found.dates[index] = tried;
    found.series = { ...found.series, counts: countsOf(found.dates) };
    return c.json(seriesChanged.parse({ kind: 'changed', ...wholeOf(found) }));
  });
}

function stepPreview(dates: readonly OccurrenceView[], path: 'change' | 'cancel') {
  const before = dates.reduce((sum, { charge }) => plus(sum, charge ?? noCharge), noCharge);
  return {
    kind: 'preview',
    dates: dates.map((date) => ({
      ...date,
      before: date.charge ?? noCharge,
      refund: date.charge ?? noCharge,
    })),
    before,
    after: path === 'cancel' ? noCharge : before,
    refund: path === 'cancel' ? before : noCharge,
    currency: 'GBP',
  };
}

function wholeOf(found: Kept | undefined) {
  return wholeSeries.parse({ series: found?.series, occurrences: found?.dates });
}

function previewOf(c: Context, world: World, wish: Wish) {
  const until = wish.rule.untilDate ?? '9998-01-01';
  const { dates, more } = datesWithin(wish.rule, { from: wish.rule.fromDate, until }, shownMost);
  const occurrences = dates.map((date) => judgeDate(c, world, wish, date));
  const total = occurrences
    .filter(({ state }) => state === 'booked')
    .reduce((sum, { charge }) => plus(sum, charge ?? noCharge), noCharge);
  const site = world.calendar.siteOf(wish.resourceId)?.view;
  return { occurrences, more, total, currency: site?.currency ?? 'GBP', timeZone: site?.timeZone ?? 'UTC' };
}

function judgeDate(c: Context, world: World, wish: Wish, date: string): OccurrencePreview {
  const { calendar } = world;
  const timeZone = calendar.siteOf(wish.resourceId)?.view.timeZone ?? 'UTC';
  const resourceName = calendar.resource(wish.resourceId)?.name ?? '';
  const place = { date, resourceId: wish.resourceId, resourceName };
  const on = occurrenceOn(timeZone, date, wish.rule);
  if (on.kind === 'vanishes')
    return { ...place, state: 'skipped', start: 'plain', end: 'plain', reasons: [], alternatives: [] };
  const { charge, reasons, alternatives } = calendar.judge(
    { ...on.span, resourceId: wish.resourceId },
    'member',
    nameOf(c),
  );
  const isFar = reasons.some(({ kind }) => kind === 'too_far_ahead');
  const state = reasons.length === 0 ? 'booked' : isFar ? 'waiting_for_window' : 'clash';
  return {
    ...place,
    ...on.span,
    state,
    start: on.start,
    end: on.end,
    charge,
    reasons: isFar ? [] : [...reasons],
    alternatives: state === 'clash' ? [...alternatives] : [],
  };
}

function bookDate(c: Context, world: World, wish: Wish, one: OccurrencePreview): OccurrenceView {
  const { alternatives: _, ...date } = one;
  if (one.state !== 'booked' || one.startsAt === undefined || one.endsAt === undefined) return date;
  const id = crypto.randomUUID();
  const span = { startsAt: one.startsAt, endsAt: one.endsAt };
  const booked = world.calendar.book(
    { ...span, id, resourceId: wish.resourceId, title: wish.title },
    'member',
    nameOf(c),
  );
  if ('reasons' in booked) return { ...date, state: 'clash', reasons: [...booked.reasons] };
  world.calendar.patch(id, { seriesId: wish.requestId, source: 'series', version: 1 });
  return { ...date, bookingId: booked.id, charge: booked.charge };
}

function seriesOf(world: World, wish: Wish, dates: readonly OccurrenceView[]): SeriesView {
  const site = world.calendar.siteOf(wish.resourceId)?.view;
  const { repeats, startMin, endMin, fromDate, untilDate, count } = wish.rule;
  if (!site) throw new Error('no such place');
  return {
    id: wish.requestId,
    siteId: site.id,
    siteName: site.name,
    timeZone: site.timeZone,
    title: wish.title,
    resourceId: wish.resourceId,
    resourceName: world.calendar.resource(wish.resourceId)?.name ?? '',
    repeats,
    startMin,
    endMin,
    fromDate,
    ...(untilDate ? { untilDate } : {}),
    ...(count ? { count } : {}),
    sentence: ruleSentence(wish.rule),
    version: 1,
    state: 'running',
    counts: countsOf(dates),
  };
}

function countsOf(dates: readonly OccurrenceView[]): SeriesView['counts'] {
  const counts: SeriesView['counts'] = {};
  for (const { state } of dates) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function badInput(error: z.ZodError) {
  const fields = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  return { kind: 'bad_input', sentence: 'Some of it is not right. Each field says what.', fields };
}
