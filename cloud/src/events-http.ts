import { streamSSE } from 'hono/streaming';
import type { Heard, Notices } from './database/notices.ts';
import type { What } from './database/operator.ts';
import type { Viewer } from './members/may.ts';
import { may } from './members/may.ts';
import { type SignedInEnv, type SignedInParts, signedIn, whoIs } from './members/signed-in-http.ts';
import { newRouter } from './router.ts';
import { newWake } from './sync/wake.ts';

export type EventsParts = SignedInParts & { readonly notices: Notices; readonly closing: AbortSignal };

const commentMs = 15_000;
/** How long a look at who listens is good for. */
const lookAgainMs = 5000;
const shownTo: Partial<Record<What, 'see_site' | 'see_access_events' | 'see_office'>> = {
  bookings: 'see_site',
  access: 'see_access_events',
  link: 'see_site',
  sites: 'see_site',
};

/**
 * `GET /api/events`: tells a browser which of the things it may see to look at again. It says nothing of what changed. Who listens is looked up again before a word that comes long after
 * the last look: it ends with the session, and follows a role that changed.
 */
export function eventsHttp({ notices, closing, ...parts }: EventsParts) {
  const router = newRouter<SignedInEnv>();
  router.use('/api/events', signedIn(parts));
  router.get('/api/events', (c) => {
    c.header('X-Accel-Buffering', 'no');
    c.header('Cache-Control', 'no-store');
    const first = c.get('viewer');
    return streamSSE(c, async (stream) => {
      const gone = new AbortController();
      const signal = AbortSignal.any([gone.signal, closing]);
      const known = { viewer: first, atMs: performance.now() };
      const heardBy = new Map<string, Heard>();
      const wake = newWake();
      const stopListening = notices.onOperator(first.operatorId, (heard) => {
        if (dataFor(known.viewer, heard) === undefined) return;
        heardBy.set(heard === 'missed' ? heard : `${heard.siteId} ${heard.what}`, heard);
        wake.fire();
      });
      stream.onAbort(() => gone.abort());
      try {
        await stream.write(': open\n\n');
        while (!signal.aborted) {
          await wake.next(commentMs, signal);
          wake.rest();
          if (performance.now() - known.atMs > lookAgainMs) {
            const viewer = await whoIs(parts, c.req.raw.headers).catch(() => 'not_known' as const);
            if (viewer === 'not_known') {
              // The database is away: nothing is told until it can say who listens.
              await stream.write(': still here\n\n');
              continue;
            }
            if (viewer?.operatorId !== first.operatorId) return;
            Object.assign(known, { viewer, atMs: performance.now() });
          }
          const heard = [...heardBy.values()];
          heardBy.clear();
          const due = heard.flatMap((one) => dataFor(known.viewer, one) ?? []);
          for (const data of due) await stream.writeSSE({ event: 'changed', data });
          if (heard.length === 0 && !signal.aborted) await stream.write(': still here\n\n');
        }
      } finally {
        stopListening();
      }
    });
  });
  return router;
}

/** Nothing for what the viewer may not see. When notices may have been missed, everything is to be looked at. */
function dataFor(viewer: Viewer, heard: Heard): string | undefined {
  if (heard === 'missed') return JSON.stringify({ what: 'sites' });
  const deed = shownTo[heard.what];
  if (!deed || !may(viewer, deed, heard.siteId)) return undefined;
  return JSON.stringify({ siteId: heard.siteId, what: heard.what });
}
