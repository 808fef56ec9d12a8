import { type Problem, problem } from '@lintel/core/sync/wire.ts';
import { z } from 'zod';
import { learnClock } from './server-clock.ts';

/** Without this Zod compiles its schemas with `new Function`, which a strict content security policy refuses. */
z.config({ jitless: true });

/** The server answered, and the answer is no. The message is a sentence for the person who asked. */
export class Refused extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, body: Problem) {
    super(body.sentence);
    this.name = 'Refused';
    this.status = status;
    this.problem = body;
  }
}

/** No answer came: nobody knows whether the request arrived. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('No answer. Check the network connection and try again.', { cause });
    this.name = 'Unreachable';
  }
}

/** An answer came that this screen does not understand, most likely because it is older than the server. */
class NotUnderstood extends Error {
  constructor(path: string, cause: unknown) {
    super(
      `The answer of ${path} was not understood. Load the page again; if that does not help, tell your operator.`,
      {
        cause,
      },
    );
    this.name = 'NotUnderstood';
  }
}

export type Answer = { readonly status: number; readonly body: unknown };
export type Request = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly token?: string | undefined;
  readonly timeoutMs?: number;
};

/** Whatever the server answered, with its status. Throws `Unreachable` when nothing came within `timeoutMs` (10 s). */
export async function ask(path: string, request: Request = {}): Promise<Answer> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), request.timeoutMs ?? 10_000);
  try {
    const response = await fetch(path, { ...initOf(request), signal: abort.signal });
    learnClock(response.headers.get('date'), Date.now());
    return { status: response.status, body: parsed(await response.text()) };
  } catch (cause) {
    throw new Unreachable(cause);
  } finally {
    clearTimeout(timer);
  }
}

/** The answer as `schema` reads it. Throws `Refused` for every status from 400 up. */
export async function call<Read>(schema: z.ZodType<Read>, path: string, request?: Request): Promise<Read> {
  const answer = await ask(path, request);
  if (answer.status >= 400) throw refusalOf(answer);
  return readAs(schema, path, answer.body);
}

export function readAs<Read>(schema: z.ZodType<Read>, path: string, body: unknown): Read {
  const read = schema.safeParse(body);
  if (!read.success) throw new NotUnderstood(path, read.error);
  return read.data;
}

/** A problem in Lintel's own shape, or in better-auth's (`message`), or a plain sentence for the status. */
export function refusalOf(answer: Answer): Refused {
  const ours = problem.safeParse(answer.body);
  if (ours.success) return new Refused(answer.status, ours.data);
  const theirs = z.object({ message: z.string().min(1) }).safeParse(answer.body);
  const sentence = theirs.success ? theirs.data.message : sentenceFor(answer.status);
  return new Refused(answer.status, { kind: 'unnamed', sentence });
}

function sentenceFor(status: number): string {
  if (status === 401) return 'You are not logged in, or your login has ended. Log in again.';
  if (status === 403) return 'You may not do this. Ask the operator for the right role.';
  if (status === 404) return 'This is not here any more. Go back and look again.';
  if (status === 429) return 'Too many tries. Wait a minute and try again.';
  return `The server could not answer (${status}). Wait a moment and try again.`;
}

function initOf(request: Request): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  if (request.token) headers.authorization = `Bearer ${request.token}`;
  const init: RequestInit = { method: request.method ?? 'GET', headers, credentials: 'same-origin' };
  return request.body === undefined ? init : { ...init, body: JSON.stringify(request.body) };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
