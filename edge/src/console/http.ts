import type { HolderId } from '@lintel/core/ids.ts';
import type { Me } from '@lintel/core/members/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { hourMs } from '@lintel/core/time.ts';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { body, ProblemAnswer } from '../http/problem.ts';
import { tokenHash } from '../http/tokens.ts';
import type { Sessions, StaffLogin } from './session.ts';

const cookieName = 'lintel_console';

export type StaffEnv = { Variables: { staff: StaffLogin } };

export type ConsolePorts = {
  readonly sessions: Sessions;
  readonly now: () => EpochMs;
  readonly operatorName: () => string;
  readonly findSession: (tokenHash: string, at: EpochMs) => HolderId | undefined;
  readonly findStaff: (id: HolderId) => StaffLogin | undefined;
};

const credentials = z.object({
  email: z.string().trim().min(3).max(320),
  password: z.string().min(1).max(1_000),
});

/** Whose login comes with the request: the session is looked up and the person is still staff. */
export function findStaff(ports: ConsolePorts, c: Context): StaffLogin | undefined {
  const token = getCookie(c, cookieName);
  const holderId = token && ports.findSession(tokenHash(token), ports.now());
  const staff = holderId ? ports.findStaff(holderId) : undefined;
  return staff && !staff.suspended ? staff : undefined;
}

/** Lets staff through and nobody else. */
export function staffOnly(ports: ConsolePorts) {
  return createMiddleware<StaffEnv>(async (c, next) => {
    const staff = findStaff(ports, c);
    if (!staff) {
      throw new ProblemAnswer(401, { kind: 'not_logged_in', sentence: 'Log in to the console first.' });
    }
    c.set('staff', staff);
    await next();
  });
}

/** Logging in and out of the console. */
export function loginRoutes(ports: ConsolePorts) {
  return new Hono<StaffEnv>()
    .post('/login', body(credentials), async (c) => {
      const { email, password } = c.req.valid('json');
      const result = await ports.sessions.login(email, password);
      if (result.kind !== 'in') throw loginRefused(result.kind);
      setCookie(c, cookieName, result.token, {
        httpOnly: true,
        sameSite: 'Strict',
        path: '/',
        maxAge: (12 * hourMs) / 1_000,
      });
      return c.json(meOf(result.staff, ports.operatorName()));
    })
    .post('/logout', async (c) => {
      const token = getCookie(c, cookieName);
      if (token) await ports.sessions.logout(token);
      deleteCookie(c, cookieName, { path: '/' });
      return c.body(null, 204);
    })
    .get('/me', staffOnly(ports), (c) => c.json(meOf(c.get('staff'), ports.operatorName())));
}

function loginRefused(kind: 'wrong' | 'slow_down'): ProblemAnswer {
  return kind === 'wrong'
    ? new ProblemAnswer(401, {
        kind,
        sentence: 'E-mail address or password is not right. Only staff log in here.',
      })
    : new ProblemAnswer(429, {
        kind,
        sentence: 'Too many tries to log in. Wait five minutes and try again.',
      });
}

function meOf(staff: StaffLogin, operatorName: string): Me {
  return { name: staff.name, email: staff.email, operatorName, staff: { id: staff.id, role: staff.role } };
}
