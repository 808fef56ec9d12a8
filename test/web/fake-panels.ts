import { bookingRefused } from '@lintel/core/bookings/wire.ts';
import { agendaView, panelPairing, walkIn } from '@lintel/core/panels/wire.ts';
import { addMs, contains, floorTo, minuteMs } from '@lintel/core/time.ts';
import type { Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { dayOf, help } from './fake-calendar.ts';
import type { World } from './fake-world.ts';
import { resourceViewOf } from './views.ts';

type Panel = {
  id: string;
  name: string;
  resourceId: string;
  resourceName: string;
  pairedAt: number;
  seenAt?: number;
};

/** Pairing by a code, and one room's agenda for whoever holds the token; a token is the panel's id. */
export function addPanels(app: Hono, world: World) {
  const codes = new Map<string, { readonly resourceId: string; readonly name: string }>();
  const panels: Panel[] = [];
  const pin = '482913';

  const panelOf = (c: Context) => {
    const token =
      /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? getCookie(c, 'fake_panel');
    return panels.find((panel) => panel.id === token);
  };
  const unpaired = {
    kind: 'not_paired',
    sentence: 'This panel is not paired. Enter a code from the console.',
  };

  app.post('/api/console/panels/codes', async (c) => {
    const code = String(100_000 + Math.floor(Math.random() * 900_000));
    codes.set(code, await c.req.json());
    return c.json({ code, expiresAt: addMs(world.now(), 10 * minuteMs) }, 201);
  });
  app.get('/api/console/panels', (c) => c.json({ panels }));
  app.delete('/api/console/panels/:id', (c) => {
    panels.splice(
      panels.findIndex((panel) => panel.id === c.req.param('id')),
      1,
    );
    return c.body(null, 204);
  });
  app.post('/api/panel/pair', async (c) => {
    const { code } = panelPairing.parse(await c.req.json());
    const wish = codes.get(code);
    if (!wish) {
      return c.json(
        { kind: 'unknown_code', sentence: 'This code is not known. Make a new one at the console.' },
        404,
      );
    }
    codes.delete(code);
    const id = crypto.randomUUID();
    const resourceName = world.calendar.resource(wish.resourceId)?.name ?? '';
    panels.push({ id, ...wish, resourceName, pairedAt: world.now() });
    setCookie(c, 'fake_panel', id, { httpOnly: true, sameSite: 'Strict', path: '/' });
    return c.json({ panelId: id, token: id }, 201);
  });
  app.get('/api/panel/agenda', (c) => {
    const panel = panelOf(c);
    if (!panel) return c.json(unpaired, 401);
    panel.seenAt = world.now();
    return c.json(agendaView.parse(agendaOf(world, panel.resourceId)));
  });
  app.post('/api/panel/bookings', async (c) => {
    const panel = panelOf(c);
    if (!panel) return c.json(unpaired, 401);
    const wish = walkIn.parse(await c.req.json());
    if (wish.pin !== undefined && wish.pin !== pin) {
      return c.json(
        { kind: 'unknown_pin', sentence: 'This PIN is not known here. Try again, or book as a walk-in.' },
        403,
      );
    }
    const startsAt = floorTo(world.now(), 15 * minuteMs);
    const span = { startsAt, endsAt: addMs(startsAt, (wish.lengthMin ?? 60) * minuteMs) };
    const by = wish.pin ? 'Mira Santos' : '';
    const kept = world.calendar.book(
      { ...span, id: wish.requestId, resourceId: panel.resourceId, title: '' },
      'walk_in',
      by,
    );
    if ('reasons' in kept) return c.json(bookingRefused.parse(kept), 409);
    world.tell('bookings');
    return c.json({ kind: 'confirmed', booking: world.calendar.view(kept, '') }, 201);
  });

  return {
    /** A panel that is paired already, as its token. */
    pair: (resourceId: string): string => {
      const id = crypto.randomUUID();
      panels.push({ id, name: 'By the door', resourceId, resourceName: 'Thames', pairedAt: world.now() });
      return id;
    },
    remove: () => panels.splice(0),
  };
}

function agendaOf(world: World, resourceId: string) {
  const resource = world.calendar.resource(resourceId);
  const site = world.calendar.siteOf(resourceId);
  if (!resource || !site) throw new Error('no such resource');
  const at = world.now();
  const date = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: site.view.timeZone }).format(
    at,
  );
  const day = dayOf(site.view.timeZone, date);
  const held = world.calendar.bookings.filter(
    (b) => b.resourceId === resourceId && b.state === 'confirmed' && b.endsAt > at,
  );
  const begins = floorTo(at, resource.stepMs);
  const next = Math.min(
    begins + resource.lengthMaxMs,
    ...held.map((b) => b.startsAt).filter((starts) => starts > at),
  );
  return {
    at,
    site: site.view,
    help,
    resource: resourceViewOf(resource),
    bookings: held.filter((b) => b.startsAt < day.endsAt).map((b) => world.calendar.view(b, '')),
    dayStartsAt: day.startsAt,
    dayEndsAt: day.endsAt,
    freeMin: held.some((b) => contains(b, at)) ? 0 : Math.floor((next - begins) / minuteMs),
    link: site.link.state === 'cut_off' ? 'cut_off' : 'live',
    horizonAt: addMs(at, 36 * 60 * minuteMs),
  };
}
