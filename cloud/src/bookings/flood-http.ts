import { createMiddleware } from 'hono/factory';
import type { SignedInEnv } from '../members/signed-in-http.ts';
import { newFlood } from './flood.ts';
import type { CalendarPorts } from './ports.ts';

/** More than anybody does by hand, and less than what slows others down. A price is asked for with every drag over the calendar. */
const callsAMinute = 60;
const quotesAMinute = 600;

const tooMany = {
  kind: 'too_many_calls',
  sentence: `This account has asked for more than ${callsAMinute} bookings and changes in a minute. Wait a minute and go on.`,
};

/** Turns a member away who floods the calendar with writes. Staff, who hold a whole day's desks, are let through. */
export function floodLimit({ now }: Pick<CalendarPorts, 'now'>) {
  const calls = newFlood(callsAMinute);
  const quotes = newFlood(quotesAMinute);
  return createMiddleware<SignedInEnv>(async (c, next) => {
    const { operatorId, holderId, staff } = c.get('viewer');
    const flood = c.req.path.endsWith('/judge') ? quotes : calls;
    if (c.req.method === 'GET' || staff || flood.lets(operatorId, holderId, now())) return await next();
    c.header('Retry-After', '60');
    return c.json(tooMany, 429);
  });
}
