import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { healthView } from '@lintel/core/health/wire.ts';
import { me } from '@lintel/core/members/wire.ts';
import { dayView } from '@lintel/core/sites/wire.ts';
import { addMs, type EpochMs, epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { Hono } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { streamSSE } from 'hono/streaming';
import { addBookings } from './fake-bookings.ts';
import { dayViewOf, demoSites, FakeCalendar, member } from './fake-calendar.ts';
import { addDoors } from './fake-doors.ts';
import { addMine } from './fake-mine.ts';
import { addPanels } from './fake-panels.ts';
import { nameOf, password, people, personOf } from './fake-people.ts';
import { addSearch } from './fake-search.ts';
import { addSeries } from './fake-series.ts';
import type { World } from './fake-world.ts';

/**
 * docs/API.md from memory instead of a cloud and a box, so that the screens can be tested by themselves. Every answer passes core's
 * own schemas on its way out. Both servers share one origin here.
 */
export type FakeApi = Awaited<ReturnType<typeof startFakeApi>>;

export async function startFakeApi(now: () => EpochMs = () => epochMs(Date.now())) {
  const sites = demoSites();
  const listeners = new Set<(what: string) => void>();
  const tell = (what: string) => {
    for (const listener of listeners) listener(what);
  };
  const world: World = {
    sites,
    calendar: new FakeCalendar(sites, now),
    now,
    tell,
    pending: new Set(),
    silent: false,
    trouble: [],
  };
  const app = new Hono();

  app.use('/api/*', async (_c, next) => (world.silent ? new Promise<never>(() => {}) : next()));
  app.use('/health', async (_c, next) => (world.silent ? new Promise<never>(() => {}) : next()));
  addLogin(app);
  addDays(app, world);
  addBookings(app, world);
  addSearch(app, world);
  const mine = addMine(app, world);
  const series = addSeries(app, world);
  addOffice(app, world);
  world.doors = addDoors(app, world);
  const panels = addPanels(app, world);
  for (const path of ['/api/events', '/api/panel/events']) {
    app.get(path, (c) => {
      if (path === '/api/events' && !personOf(c)) return c.json(notLoggedIn, 401);
      return streamSSE(c, async (stream) => {
        const listener = (what: string) =>
          void stream.writeSSE({ event: 'changed', data: JSON.stringify({ what }) });
        listeners.add(listener);
        await stream.write(': hello\n\n');
        await new Promise<void>((ended) => stream.onAbort(ended));
        listeners.delete(listener);
      });
    });
  }
  app.get('/health', (c) => c.json(healthView.parse(health(world))));
  const web = fileURLToPath(new URL('../../web/dist', import.meta.url));
  app.use('/*', serveStatic({ root: web }));

  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    world,
    mine,
    series,
    panels,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

const notLoggedIn = { kind: 'not_logged_in', sentence: 'Log in first.' };

function addLogin(app: Hono): void {
  for (const path of ['/api/login', '/api/auth/sign-in/email']) {
    app.post(path, async (c) => {
      const { email, password: given } = await c.req.json();
      if (!people[email] || given !== password)
        return c.json({ message: 'Invalid email or password', code: 'X' }, 401);
      setCookie(c, 'fake_login', email, { httpOnly: true, sameSite: 'Strict', path: '/' });
      return c.json({ ok: true });
    });
  }
  for (const path of ['/api/logout', '/api/auth/sign-out']) {
    app.post(path, (c) => {
      deleteCookie(c, 'fake_login', { path: '/' });
      return c.json({ ok: true });
    });
  }
  app.get('/api/me', (c) => {
    const person = personOf(c);
    if (!person) return c.json(notLoggedIn, 401);
    const role = person.staff ? { staff: { id: member, role: 'director' } } : { member: { id: member } };
    return c.json(
      me.parse({ name: person.name, email: person.email, operatorName: 'Harbour Works', ...role }),
    );
  });
}

function addDays(app: Hono, { calendar, sites, now }: World): void {
  app.get('/api/sites', (c) => c.json({ sites: sites.map((site) => site.view) }));
  app.get('/api/sites/:id/day', (c) => {
    const site = sites.find((known) => known.view.id === c.req.param('id'));
    if (!site) return c.json({ kind: 'unknown', sentence: 'There is no such site.' }, 404);
    const date = c.req.query('date') ?? today(site, now());
    return c.json(dayView.parse(dayViewOf(calendar, site, date, nameOf(c), false, now())));
  });
  app.get('/api/console/day', (c) => {
    const [site] = sites;
    if (!site) throw new Error('no site');
    return c.json(dayView.parse(dayViewOf(calendar, site, today(site, now()), nameOf(c), true, now())));
  });
  app.get('/api/me/pass', (c) => {
    const passes = sites.slice(0, 1).map(({ view }) => ({
      siteId: view.id,
      siteName: view.name,
      text: `LP1.${'mQ8x'.repeat(40)}`,
      expiresAt: addMs(now(), 10 * minuteMs),
    }));
    return c.json({ pin: '482913', passes });
  });
}

function addOffice(app: Hono, world: World): void {
  app.get('/api/office/sites', (c) =>
    c.json({
      sites: world.sites.map((site, index) => ({
        ...site.view,
        link: { heardAt: addMs(world.now(), -4_000), factAt: addMs(world.now(), -90_000), ...site.link },
        horizonAt: addMs(world.now(), 36 * hourMs),
        waiting: index,
        epoch: 1,
      })),
    }),
  );
  app.get('/api/office/bookings', (c) =>
    c.json({
      bookings: world.calendar.bookings.map((booking) => {
        const site = world.calendar.siteOf(booking.resourceId);
        const view = world.calendar.view(booking, nameOf(c), true);
        return { ...view, siteId: site?.view.id, siteName: site?.view.name };
      }),
    }),
  );
  app.post('/api/office/sites/:id/enrolment-codes', (c) =>
    c.json({ code: 'K7QF-2MZP-9XRD', expiresAt: addMs(world.now(), hourMs) }, 201),
  );
}

function health(world: World) {
  const link = world.sites[0]?.link;
  const cut = link?.state === 'cut_off';
  return {
    at: world.now(),
    version: '0.1.0',
    site: world.sites[0]?.view,
    link: {
      state: cut ? 'cut_off' : 'live',
      heardAt: link?.heardAt ?? world.now(),
      cursor: 412,
      horizonAt: addMs(world.now(), 36 * hourMs),
      outbox: cut ? { waiting: 17, oldestAt: addMs(world.now(), -20 * minuteMs) } : { waiting: 0 },
    },
    clock: { trust: 'trusted', because: 'NTP' },
    store: { writable: world.trouble.length === 0, freeBytes: 9e9 },
    trouble: world.trouble,
  };
}

function today(site: World['sites'][number], at: EpochMs): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: site.view.timeZone }).format(at);
}
