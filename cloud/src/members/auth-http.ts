import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { Directory } from '../database/directory.ts';
import { newRouter } from '../router.ts';
import { type Auth, addressHeader } from './auth.ts';

export type AuthHttpParts = {
  readonly auth: Auth;
  readonly directory: Directory;
  readonly publicUrl: string | undefined;
};

/** Signing in and out: the login library's own calls, told the client's address so that it can limit guesses by it. */
export function authHttp({ auth, directory, publicUrl }: AuthHttpParts) {
  const router = newRouter();
  router.on(['GET', 'POST'], '/api/auth/*', async (c) => {
    const headers = new Headers(c.req.raw.headers);
    headers.set(addressHeader, addressOf(c, publicUrl !== undefined));
    const answer = await auth.handler(new Request(c.req.raw, { headers }));
    // The library answers 500 for a database that is away; say so instead.
    if (answer.status >= 500) await directory.answers();
    return answer;
  });
  return router;
}

/** Behind a proxy the last address it added is the client's; otherwise what clients claim counts for nothing. */
export function addressOf(c: Context, behindProxy: boolean): string {
  const forwarded = behindProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  if (forwarded) return forwarded;
  // A request that came over no socket has no address.
  return 'incoming' in (c.env ?? {}) ? (getConnInfo(c).remote.address ?? '127.0.0.1') : '127.0.0.1';
}
