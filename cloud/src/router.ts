import { OpenAPIHono } from '@hono/zod-openapi';
import { problem } from '@lintel/core/sync/wire.ts';
import type { Context, Env } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import type { ZodError, z } from 'zod';
import { isDatabaseAway, isPassing } from './database/pool.ts';
import type { Log } from './log.ts';

/** A part of the API. A body or query that fails its schema is answered with the fields that are wrong. */
export function newRouter<E extends Env = Env>(): OpenAPIHono<E> {
  return new OpenAPIHono<E>({
    defaultHook: (result, c) => (result.success ? undefined : c.json(badInput(result.error), 400)),
  });
}

/** Answers 413 to a longer body, and reads no more of it than that. */
export function bodyUpTo(kb: number) {
  return bodyLimit({
    maxSize: kb * 1024,
    onError: (c) => {
      closeUnread(c);
      return c.json({ kind: 'too_long', sentence: `The body is too long. Send at most ${kb} kB.` }, 413);
    },
  });
}

/** Says that this connection ends with the answer: the rest of what was sent on it is never read. */
export function closeUnread(c: Context): void {
  c.header('Connection', 'close');
}

function badInput(error: ZodError) {
  const fields = error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const named = fields.map((field) => field.path || 'the body').join(', ');
  return { kind: 'bad_input', sentence: `Correct these and send it again: ${named}.`, fields };
}

/** An error that left a handler: the database away is 503, what the client sent is 400, anything else is ours and says nothing of the inside. */
export function onError(log: Log): (error: Error, c: Context) => Response {
  return (error, c) => {
    if (isDatabaseAway(error)) {
      log.warn({ path: loggedPath(c), err: error }, 'the database is away');
      c.header('Retry-After', '2');
      return c.json(
        { kind: 'database_away', sentence: 'The database is away for a moment. Try again in a few seconds.' },
        503,
      );
    }
    if (isPassing(error)) {
      log.warn({ path: loggedPath(c), err: error }, 'the database could not do it just now');
      c.header('Retry-After', '2');
      return c.json(
        { kind: 'try_again', sentence: 'Too much is going on just now; nothing was changed. Try again.' },
        503,
      );
    }
    if (error instanceof HTTPException && error.status < 500) {
      return c.json(
        {
          kind: 'bad_input',
          sentence: `${error.message}. Correct it and send it again.`,
          fields: [{ path: '', message: error.message }],
        },
        error.status,
      );
    }
    log.error({ path: loggedPath(c), err: error }, 'a request failed');
    return c.json(
      { kind: 'failed', sentence: 'This did not work, and it is our fault. Try again; nothing was changed.' },
      500,
    );
  };
}

/** What comes after this is as good as a password. */
function loggedPath(c: Context): string {
  return c.req.path.replace(/^(\/calendars\/).+/, '$1…');
}

const described = (description: string) => ({
  description,
  content: { 'application/json': { schema: problem } },
});

/** The problems a call may answer with, for its OpenAPI description. */
export const problems = {
  400: described('The fields that are wrong.'),
  401: described('No login, or one that is over.'),
  403: described('Not yours to see or do.'),
  404: described('There is no such thing.'),
  409: described('It cannot be done as things stand.'),
  503: described('Try again in a moment.'),
} as const;

export const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } });

export const notYours = {
  kind: 'not_yours',
  sentence: 'This is not yours to see or do. Ask somebody whose role covers it.',
};
