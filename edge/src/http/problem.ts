import type { Problem } from '@lintel/core/sync/wire.ts';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { validator } from 'hono/validator';
import type { Logger } from 'pino';
import type { z } from 'zod';

/** An answer no, in the shape every Lintel API uses. */
export class ProblemAnswer extends Error {
  override readonly name = 'ProblemAnswer';
  readonly status: ContentfulStatusCode;
  readonly problem: Problem;

  constructor(status: ContentfulStatusCode, problem: Problem) {
    super(problem.sentence);
    this.status = status;
    this.problem = problem;
  }
}

/** Parses the JSON body; a body that fails is answered 400 with every field named. */
export function body<Schema extends z.ZodType>(schema: Schema) {
  return validator('json', (value): z.output<Schema> => parse(schema, value));
}

/** Parses the query string like `body`. */
export function query<Schema extends z.ZodType>(schema: Schema) {
  return validator('query', (value): z.output<Schema> => parse(schema, value));
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const named = fields.map((field) => `${field.path || 'body'} ${field.message}`).join('; ');
  throw new ProblemAnswer(400, {
    kind: 'bad_request',
    sentence: `Correct these and send again: ${named}.`,
    fields,
  });
}

/** The longest body that is taken: room for anything a screen sends. */
const bodyMostKb = 64;
/** How much of a longer one is thrown away, so that its sender has ears for the answer. */
const thrownAwayMostKb = 8 * 1024;

/** Answers 413 to a body longer than any screen sends and 411 to one that does not say how long it is. Neither is kept in memory. */
export const shortBodies = createMiddleware(async (c, next) => {
  if (c.req.header('transfer-encoding') !== undefined) {
    c.header('connection', 'close');
    const sentence = 'Say how long the body is (Content-Length) and send again.';
    throw new ProblemAnswer(411, { kind: 'length_missing', sentence });
  }
  const lengthKb = Number(c.req.header('content-length') ?? 0) / 1024;
  if (lengthKb <= bodyMostKb) return next();
  if (lengthKb <= thrownAwayMostKb) await throwAway(c.req.raw.body);
  else c.header('connection', 'close');
  const sentence = `The body is too long. Send at most ${bodyMostKb} kB.`;
  throw new ProblemAnswer(413, { kind: 'too_long', sentence });
});

async function throwAway(body: ReadableStream<Uint8Array> | null): Promise<void> {
  const reader = body?.getReader();
  while (reader && !(await reader.read()).done);
}

/** The one place where a fault of the box's API becomes an answer; one that nobody expected is logged with its cause. */
export function answerErrors(log: Logger): (error: Error, c: Context) => Response {
  return (error, c) => {
    const known = answerOf(error, c);
    if (known) return known;
    log.error({ err: error, path: c.req.path }, 'a request failed');
    const sentence = 'The box could not do that just now. Try again; if it goes on, look at its health page.';
    return c.json({ kind: 'unavailable', sentence }, 503);
  };
}

function answerOf(error: Error, c: Context): Response | undefined {
  if (error instanceof ProblemAnswer) return c.json(error.problem, error.status);
  if (error instanceof HTTPException) {
    return c.json(
      { kind: 'bad_request', sentence: `${error.message}. Send JSON.` },
      error.status as ContentfulStatusCode,
    );
  }
  return undefined;
}
