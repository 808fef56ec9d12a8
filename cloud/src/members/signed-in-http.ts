import type { EpochMs } from '@lintel/core/time.ts';
import { createMiddleware } from 'hono/factory';
import type { Directory } from '../database/directory.ts';
import type { WithOperator } from '../database/operator.ts';
import type { Auth } from './auth.ts';
import type { Viewer } from './may.ts';
import { findViewer } from './store.ts';

export type SignedInParts = {
  readonly auth: Auth;
  readonly directory: Directory;
  readonly withOperator: WithOperator;
  readonly now: () => EpochMs;
};

export type SignedInEnv = { Variables: { viewer: Viewer } };

/** Whose living session comes with these headers, as they stand now. */
export async function whoIs(parts: SignedInParts, headers: Headers): Promise<Viewer | undefined> {
  const session = await findSession(parts, headers);
  const login = session ? await parts.directory.loginOf(session.user.id) : undefined;
  if (!login) return undefined;
  return await parts.withOperator(login.operatorId, (tx) => findViewer(tx, login.holderId, parts.now()));
}

/** Lets a request pass only with a living session, and says who it is. */
export function signedIn(parts: SignedInParts) {
  return createMiddleware<SignedInEnv>(async (c, next) => {
    const viewer = await whoIs(parts, c.req.raw.headers);
    if (!viewer)
      return c.json({ kind: 'not_signed_in', sentence: 'Sign in first; the last login is over.' }, 401);
    c.set('viewer', viewer);
    await next();
  });
}

async function findSession({ auth, directory }: SignedInParts, headers: Headers) {
  try {
    return await auth.api.getSession({ headers });
  } catch (error) {
    // The library hides why it failed; when the database is away, this throws what says so.
    await directory.answers();
    throw error;
  }
}
