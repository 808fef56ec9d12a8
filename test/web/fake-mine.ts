import { allowanceAnswer } from '@lintel/core/allowances/wire.ts';
import { calendarLinkMade, calendarLinkView, calendarLinkWish } from '@lintel/core/calendars/wire.ts';
import { type NoticeView, noticesRead, noticesView } from '@lintel/core/notices/wire.ts';
import { addMs, floorTo, hourMs, minuteMs } from '@lintel/core/time.ts';
import { type WaitView, waitView, waitWish } from '@lintel/core/waits/wire.ts';
import type { Context, Hono } from 'hono';
import type { z } from 'zod';
import { plan } from './fake-calendar.ts';
import { nameOf } from './fake-people.ts';
import type { World } from './fake-world.ts';

export type Mine = {
  readonly waits: (WaitView & { readonly by: string })[];
  readonly notices: NoticeView[];
  readonly links: z.infer<typeof calendarLinkView>[];
};

/** What is a member's own beside bookings: wait-list, notices, calendar links and the month's allowance. */
export function addMine(app: Hono, world: World): Mine {
  const mine: Mine = { waits: [], notices: [], links: [] };
  addWaits(app, world, mine);
  app.get('/api/me/notices', (c) => {
    const unread = mine.notices.filter(({ readAt }) => readAt === undefined).length;
    return c.json(noticesView.parse({ notices: mine.notices, unread }));
  });
  app.post('/api/me/notices/read', async (c) => {
    const { ids } = noticesRead.parse(await c.req.json());
    mine.notices.forEach((notice, index) => {
      if (!ids || ids.includes(notice.id)) mine.notices[index] = { ...notice, readAt: world.now() };
    });
    return c.json({ unread: mine.notices.filter(({ readAt }) => readAt === undefined).length });
  });
  app.get('/api/me/calendar-links', (c) =>
    c.json({ links: mine.links.map((link) => calendarLinkView.parse(link)) }),
  );
  app.post('/api/me/calendar-links', async (c) => {
    const wish = calendarLinkWish.parse(await c.req.json());
    const name =
      wish.of === 'member'
        ? 'Your bookings'
        : wish.of === 'site'
          ? (world.sites.find(({ view }) => view.id === wish.siteId)?.view.name ?? '')
          : (world.calendar.resource(wish.resourceId)?.name ?? '');
    const link = { id: crypto.randomUUID(), ...wish, name, madeAt: world.now() };
    mine.links.push(link);
    return c.json(
      calendarLinkMade.parse({ link, address: `http://127.0.0.1/calendars/${'k'.repeat(32)}.ics` }),
      201,
    );
  });
  app.delete('/api/me/calendar-links/:id', (c) => {
    mine.links.splice(0, mine.links.length, ...mine.links.filter(({ id }) => id !== c.req.param('id')));
    return c.body(null, 204);
  });
  app.get('/api/me/allowance', (c) => c.json(allowanceAnswer.parse({ months: [monthOf(c, world)] })));
  return mine;
}

function monthOf(c: Context, { calendar, now }: World) {
  const own = calendar.bookings.filter(({ by }) => by === nameOf(c));
  return {
    period: new Date(now()).toISOString().slice(0, 7),
    planName: plan.name,
    includedMs: plan.includedMs,
    usedIncludedMs: own.reduce((sum, { charge }) => sum + charge.includedMs, 0),
    creditCents: 1000,
    usedCreditCents: 250,
    money: [{ currency: 'GBP', amount: own.reduce((sum, { charge }) => sum + charge.amount, 0), settled: 0 }],
  };
}

function addWaits(app: Hono, world: World, mine: Mine): void {
  app.post('/api/waits', async (c) => {
    const { requestId, ...wish } = waitWish.parse(await c.req.json());
    const site = world.sites.find(({ view }) => view.id === wish.siteId);
    const known = mine.waits.find(({ id }) => id === requestId);
    const resource = wish.resourceId && world.calendar.resource(wish.resourceId);
    const wait = known ?? {
      ...wish,
      id: requestId,
      by: nameOf(c),
      siteName: site?.view.name ?? '',
      ...(resource ? { resourceName: resource.name } : {}),
      askedAt: world.now(),
      state: 'waiting' as const,
      ahead: mine.waits.filter(({ state }) => state === 'waiting').length,
    };
    if (!known) mine.waits.push(wait);
    return c.json(waitView.parse(wait), 201);
  });
  app.get('/api/me/waits', (c) =>
    c.json({ waits: mine.waits.filter(({ by }) => by === nameOf(c)).map((wait) => waitView.parse(wait)) }),
  );
  app.delete('/api/waits/:id', (c) => {
    const index = mine.waits.findIndex(({ id }) => id === c.req.param('id'));
    const wait = mine.waits[index];
    if (!wait) return c.json({ kind: 'unknown_wait', sentence: 'There is no such wait.' }, 404);
    mine.waits[index] = { ...wait, state: 'withdrawn' };
    return c.json(waitView.parse(mine.waits[index]));
  });
}

/** Keeps a place for a member, as the wait-list does, for so long. */
export function offer(
  world: World,
  mine: Mine,
  wish: { resourceId: string; by: string; inMin: number; forMs: number },
) {
  const { calendar, now } = world;
  const startsAt = floorTo(addMs(now(), wish.inMin * minuteMs), 15 * minuteMs);
  const id = crypto.randomUUID();
  calendar.book(
    { id, resourceId: wish.resourceId, title: '', startsAt, endsAt: addMs(startsAt, hourMs) },
    'staff',
    wish.by,
  );
  const kept = calendar.patch(id, { purpose: 'hold', source: 'wait_list' });
  const site = calendar.siteOf(wish.resourceId);
  const resourceName = calendar.resource(wish.resourceId)?.name ?? '';
  if (!kept || !site) throw new Error('nothing was kept');
  mine.waits.push({
    id: crypto.randomUUID(),
    by: wish.by,
    siteId: site.view.id,
    siteName: site.view.name,
    resourceId: kept.resourceId,
    resourceName,
    people: 1,
    startsAt,
    endsAt: kept.endsAt,
    askedAt: now(),
    state: 'offered',
    ahead: 0,
    offer: { bookingId: kept.id, resourceName, expiresAt: addMs(now(), wish.forMs) },
  });
  return kept;
}
