import { randomInt } from 'node:crypto';
import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import type { BookingRefused, BookingView } from '@lintel/core/bookings/wire.ts';
import type { PanelId, ResourceId } from '@lintel/core/ids.ts';
import { isId } from '@lintel/core/ids.ts';
import type { AgendaView } from '@lintel/core/panels/wire.ts';
import { panelPairing, walkIn } from '@lintel/core/panels/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, minuteMs } from '@lintel/core/time.ts';
import { resourceId } from '@lintel/core/wire.ts';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { notBookedAgain, unknownResource } from '../bookings/http.ts';
import type { Booked } from '../bookings/keep.ts';
import type { Changes } from '../changes.ts';
import type { StaffEnv } from '../console/http.ts';
import { streamChanges } from '../http/events.ts';
import { GuessLimit } from '../http/limit.ts';
import { body, ProblemAnswer } from '../http/problem.ts';
import { tokenHash } from '../http/tokens.ts';
import type { PanelRow } from './store.ts';

const cookieName = 'lintel_panel';
const codeLifeMs = 10 * minuteMs;
const guessStretchMs = 10 * minuteMs;

export type PanelEnv = { Variables: { panel: PanelRow } };

export type PanelPorts = {
  readonly now: () => EpochMs;
  readonly changes: Changes;
  readonly addCode: (code: {
    codeHash: string;
    name: string;
    resourceId: ResourceId;
    expiresAt: EpochMs;
  }) => Promise<unknown>;
  readonly pair: (code: string) => Promise<{ readonly panel: PanelRow; readonly token: string } | undefined>;
  readonly findByToken: (tokenHash: string) => PanelRow | undefined;
  readonly seen: (id: PanelId) => EpochMs | undefined;
  readonly see: (id: PanelId) => void;
  readonly list: () => readonly PanelRow[];
  readonly remove: (id: PanelId) => Promise<boolean>;
  readonly findResource: (id: ResourceId) => Resource | undefined;
  readonly agenda: (resource: Resource) => AgendaView;
  readonly walkIn: (wish: WalkInWish) => Promise<WalkInKept>;
  readonly viewOf: (booking: Booking) => BookingView;
  readonly refusedView: (
    reasons: readonly BookingRefusal[],
    wanted: { span: Span; resource: Resource },
  ) => BookingRefused;
};

export type WalkInWish = z.output<typeof walkIn> & { readonly resource: Resource };
export type WalkInKept = { readonly kept: Booked | { readonly kind: 'unknown_pin' }; readonly span: Span };

/** What a paired panel may ask for: its own resource's agenda, and a booking that begins now. */
export function panelRoutes(ports: PanelPorts) {
  const codes = new GuessLimit(20, guessStretchMs);
  const pins = new GuessLimit(10, guessStretchMs);
  return new Hono<PanelEnv>()
    .post('/pair', body(panelPairing), async (c) => {
      if (!codes.admits('all')) throw slowDown('codes');
      const paired = await ports.pair(c.req.valid('json').code);
      if (!paired) {
        const sentence =
          'This code is not known, was used, or is older than ten minutes. Make a new one at the console.';
        throw new ProblemAnswer(404, { kind: 'unknown_code', sentence });
      }
      codes.wasRight('all');
      setCookie(c, cookieName, paired.token, {
        httpOnly: true,
        sameSite: 'Strict',
        path: '/',
        maxAge: 400 * 86_400,
      });
      return c.json({ panelId: paired.panel.id, token: paired.token }, 201);
    })
    .use('/*', pairedOnly(ports))
    .get('/agenda', (c) => c.json(ports.agenda(resourceOf(ports, c.get('panel')))))
    .get('/events', (c) =>
      streamChanges(
        c,
        ports.changes,
        ['bookings', 'link', 'settings'],
        () => findPanel(ports, c) !== undefined,
      ),
    )
    .post('/bookings', body(walkIn), async (c) => {
      const resource = resourceOf(ports, c.get('panel'));
      const wish = c.req.valid('json');
      const panelId = c.get('panel').id;
      if (wish.pin && !pins.admits(panelId)) throw slowDown('PINs');
      const { kept, span } = await ports.walkIn({ ...wish, resource });
      if (wish.pin && kept.kind !== 'unknown_pin') pins.wasRight(panelId);
      switch (kept.kind) {
        case 'kept':
          return c.json({ kind: 'confirmed' as const, booking: ports.viewOf(kept.booking) }, 201);
        case 'refused':
          return c.json(ports.refusedView(kept.reasons, { span, resource }), 409);
        case 'unknown_pin':
          throw new ProblemAnswer(403, {
            kind: 'unknown_pin',
            sentence: 'This PIN is not known here. Try again, or book as a walk-in.',
          });
        case 'cancelled_since':
        case 'request_id_used':
          throw notBookedAgain(kept.kind);
        case 'unknown_resource':
          throw unknownResource();
        default:
          return kept satisfies never;
      }
    });
}

/** The console's list of panels, and the codes that pair new ones. Behind `staffOnly`. */
export function panelListRoutes(ports: PanelPorts) {
  const wish = z.object({ resourceId, name: z.string().trim().min(1).max(80) });
  return new Hono<StaffEnv>()
    .get('/', (c) => c.json({ panels: ports.list().map((panel) => panelView(ports, panel)) }))
    .post('/codes', body(wish), async (c) => {
      const { resourceId, name } = c.req.valid('json');
      if (!ports.findResource(resourceId)) throw unknownResource();
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      const expiresAt = addMs(ports.now(), codeLifeMs);
      await ports.addCode({ codeHash: tokenHash(code), name, resourceId, expiresAt });
      return c.json({ code, expiresAt }, 201);
    })
    .delete('/:id', async (c) => {
      const { id } = c.req.param();
      if (isId(id) && (await ports.remove(id as PanelId))) return c.body(null, 204);
      throw new ProblemAnswer(404, {
        kind: 'unknown_panel',
        sentence: 'There is no such panel. It may have been removed already.',
      });
    });
}

function panelView(ports: PanelPorts, panel: PanelRow) {
  const { id, name, resourceId, pairedAt } = panel;
  const resourceName = ports.findResource(resourceId)?.name ?? 'a resource that was removed';
  const seenAt = ports.seen(id);
  return { id, name, resourceId, resourceName, pairedAt, ...(seenAt ? { seenAt } : {}) };
}

function findPanel(ports: PanelPorts, c: Context): PanelRow | undefined {
  const token = bearerOf(c) ?? getCookie(c, cookieName);
  return token ? ports.findByToken(tokenHash(token)) : undefined;
}

function pairedOnly(ports: PanelPorts) {
  return createMiddleware<PanelEnv>(async (c, next) => {
    const panel = findPanel(ports, c);
    if (!panel)
      throw new ProblemAnswer(401, {
        kind: 'not_paired',
        sentence: 'This panel is not paired. Enter a code from the console.',
      });
    ports.see(panel.id);
    c.set('panel', panel);
    await next();
  });
}

function bearerOf(c: Context): string | undefined {
  return /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
}

function resourceOf(ports: PanelPorts, panel: PanelRow): Resource {
  const resource = ports.findResource(panel.resourceId);
  if (!resource)
    throw new ProblemAnswer(404, {
      kind: 'unknown_resource',
      sentence: 'The room of this panel was removed. Pair it with another.',
    });
  return resource;
}

function slowDown(what: 'codes' | 'PINs'): ProblemAnswer {
  return new ProblemAnswer(429, {
    kind: 'slow_down',
    sentence: `Too many wrong ${what}. Wait ten minutes and try again.`,
  });
}
