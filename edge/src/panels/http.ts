import type { Resource } from '@lintel/core/bookings/booking.ts';
import type { BookingId, PanelId, ResourceId } from '@lintel/core/ids.ts';
import { isId } from '@lintel/core/ids.ts';
import type { AgendaView, PanelFreeView } from '@lintel/core/panels/wire.ts';
import { panelAct, panelExtend, panelPairing, walkIn } from '@lintel/core/panels/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { minuteMs } from '@lintel/core/time.ts';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import { type AnswerPorts, bookedAnswer, changedAnswer, problemOf } from '../bookings/answers-http.ts';
import type { bookWalkIn, Shown, WalkIn } from '../bookings/walk-in.ts';
import type { Changes } from '../changes.ts';
import { streamChanges } from '../http/events.ts';
import { GuessLimit } from '../http/limit.ts';
import { body, ProblemAnswer } from '../http/problem.ts';
import { tokenHash } from '../http/tokens.ts';
import type { Acted, PanelWish } from './act.ts';
import type { PanelRow } from './store.ts';

const cookieName = 'lintel_panel';
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
  readonly free: (resource: Resource) => PanelFreeView;
  /** Whether this site lets anyone act at a panel, or whoever shows a PIN. */
  readonly policy: () => 'open' | 'pin';
  readonly findByPin: (pin: string) => Shown | undefined;
  readonly walkIn: (wish: WalkIn) => ReturnType<typeof bookWalkIn>;
  readonly act: (wish: PanelWish) => Promise<Acted>;
  /** As this site lets strangers see it. */
  readonly answers: AnswerPorts;
};

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
    .get('/free', (c) => c.json(ports.free(resourceOf(ports, c.get('panel')))))
    .post('/bookings', body(walkIn), async (c) => {
      const resource = resourceOf(ports, c.get('panel'));
      const { requestId, lengthMin, pin } = c.req.valid('json');
      const shown = shownBy(ports, pins, c.get('panel'), pin);
      if (!shown && ports.policy() === 'pin') throw pinNeeded('Enter your PIN to book here.');
      const length = lengthMin === undefined ? 'until_next' : { minutes: lengthMin };
      const panelName = c.get('panel').name;
      const { booked, span } = await ports.walkIn({ requestId, resource, length, shown, panelName });
      return bookedAnswer(c, ports.answers, booked, { span, resourceId: resource.id });
    })
    .post('/bookings/:id/check-in', body(panelAct), async (c) => {
      const wish = c.req.valid('json');
      return actedAnswer(
        c,
        ports,
        wish.version,
        await act(ports, pins, c, { ...wish, act: { kind: 'check_in' } }),
      );
    })
    .post('/bookings/:id/end', body(panelAct), async (c) => {
      const wish = c.req.valid('json');
      return actedAnswer(
        c,
        ports,
        wish.version,
        await act(ports, pins, c, { ...wish, act: { kind: 'end' } }),
      );
    })
    .post('/bookings/:id/extend', body(panelExtend), async (c) => {
      const { lengthMin, ...wish } = c.req.valid('json');
      const by = lengthMin === undefined ? 'until_next' : { minutes: lengthMin };
      return actedAnswer(
        c,
        ports,
        wish.version,
        await act(ports, pins, c, { ...wish, act: { kind: 'extend', by } }),
      );
    });
}

type Asked = Pick<PanelWish, 'act' | 'requestId' | 'version'> & { readonly pin?: string | undefined };

function act(ports: PanelPorts, pins: GuessLimit, c: Context<PanelEnv>, asked: Asked): Promise<Acted> {
  const id = c.req.param('id') ?? '';
  if (!isId(id)) throw problemOf('unknown_booking');
  const panel = c.get('panel');
  const { pin, ...wish } = asked;
  return ports.act({
    ...wish,
    bookingId: id as BookingId,
    resource: resourceOf(ports, panel),
    shown: shownBy(ports, pins, panel, pin),
    policy: ports.policy(),
    panelName: panel.name,
  });
}

function actedAnswer(c: Context, ports: PanelPorts, version: number | undefined, acted: Acted) {
  if (acted.kind === 'pin_needed')
    throw pinNeeded('Enter the PIN of whoever holds this booking. Staff can do it with theirs.');
  if (acted.kind === 'not_theirs') {
    const sentence = 'This PIN is not of whoever holds this booking. Staff can do it with theirs.';
    throw new ProblemAnswer(403, { kind: 'not_theirs', sentence });
  }
  return changedAnswer(c, ports.answers, acted, {
    version,
    done: ({ booking }) => ({ kind: 'changed' as const, booking: ports.answers.viewOf(booking) }),
  });
}

/** Whose PIN was shown, if one was; wrong ones are counted, and too many have to wait. */
function shownBy(
  ports: PanelPorts,
  pins: GuessLimit,
  panel: PanelRow,
  pin: string | undefined,
): Shown | undefined {
  if (pin === undefined) return undefined;
  if (!pins.admits(panel.id)) throw slowDown('PINs');
  const shown = ports.findByPin(pin);
  if (!shown) {
    const sentence = 'This PIN is not known here. Try again, or ask the front desk.';
    throw new ProblemAnswer(403, { kind: 'unknown_pin', sentence });
  }
  pins.wasRight(panel.id);
  return shown;
}

function pinNeeded(sentence: string): ProblemAnswer {
  return new ProblemAnswer(403, { kind: 'pin_needed', sentence });
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
