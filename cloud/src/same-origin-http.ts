import { createMiddleware } from 'hono/factory';

/** Turns away what a page of another origin sends with the viewer's cookie. A page of any host this cloud is reached by is its own. */
export function sameOrigin(publicUrl: string | undefined) {
  const publicHost = publicUrl === undefined ? undefined : new URL(publicUrl).host;
  return createMiddleware(async (c, next) => {
    const origin = c.req.header('origin');
    const safe = c.req.method === 'GET' || c.req.method === 'HEAD' || origin === undefined;
    const host = URL.canParse(origin ?? '') ? new URL(origin ?? '').host : undefined;
    if (!safe && (host === undefined || (host !== c.req.header('host') && host !== publicHost))) {
      return c.json(
        {
          kind: 'foreign_origin',
          sentence: 'This page may not do that. Use the portal or the office of this address.',
        },
        403,
      );
    }
    await next();
  });
}
