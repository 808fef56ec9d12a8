import type { Context } from 'hono';
import type { problemOf } from './problems.ts';

/** Answers no, each status as its own, which is what a route's types ask for. */
export function refused(c: Context, { status, body }: ReturnType<typeof problemOf>) {
  switch (status) {
    case 403:
      return c.json(body, 403);
    case 404:
      return c.json(body, 404);
    case 409:
      return c.json(body, 409);
    default:
      return status satisfies never;
  }
}
