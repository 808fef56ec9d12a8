import { betterAuth } from 'better-auth';
import type { Pool } from 'pg';
import type { Log } from '../log.ts';
import { hashPassword, verifyPassword } from './passwords.ts';

/** The header in which our own server names the client's address; what clients send under this name is overwritten. */
export const addressHeader = 'x-lintel-address';

export type AuthSettings = {
  readonly pool: Pool;
  readonly secret: string;
  readonly publicUrl: string | undefined;
  readonly log: Log;
};

/**
 * Sessions and passwords. Nobody signs up over HTTP: logins are made when staff or a member is. A page of any host this cloud is reached
 * by may sign in to that host; other origins may not.
 */
export function openAuth({ pool, secret, publicUrl, log }: AuthSettings) {
  return betterAuth({
    appName: 'Lintel',
    basePath: '/api/auth',
    secret,
    database: pool,
    trustedOrigins: async (request) => {
      const host = request?.headers.get('host');
      return [
        ...(host ? [`http://${host}`, `https://${host}`] : []),
        ...(publicUrl ? [new URL(publicUrl).origin] : []),
      ];
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: { expiresIn: 30 * 24 * 3600, updateAge: 24 * 3600 },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 600,
      customRules: { '/sign-in/email': { window: 60, max: 60 } },
    },
    advanced: {
      useSecureCookies: publicUrl?.startsWith('https:') ?? false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    telemetry: { enabled: false },
    // Its warnings are that the origin is taken from the request, which is what we want.
    logger: { level: 'error', log: (_level, message) => log.error({ part: 'auth' }, message) },
  });
}

export type Auth = ReturnType<typeof openAuth>;
