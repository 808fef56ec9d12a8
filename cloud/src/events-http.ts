import { streamSSE } from 'hono/streaming';
import type { Heard, Notices } from './database/notices.ts';
import type { What } from './database/operator.ts';
import type { Viewer } from './members/may.ts';
import { may } from './members/may.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from './members/signed-in-http.ts';
import { newRouter } from './router.ts';
import { newWake } from './sync/wake.ts';

export type EventsParts = SignedInParts & { readonly notices: Notices; readonly closing: AbortSignal };

const commentMs = 15_000;
const shownTo: Partial<Record<What, 'see_site' | 'see_access_events' | 'see_office'>> = {
  bookings: 'see_site',
  access: 'see_access_events',
  link: 'see_site',
  sites: 'see_site',
};

/** `GET /api/events`: tells a browser which of the things it may see to look at again. It says nothing of what changed. */
export function eventsHttp({ notices, closing, ...parts }: EventsParts) {
  const router = newRouter<SignedInEnv>();
  router.use('/api/events', signedIn(parts));
  router.get('/api/events', (c) => {
    const viewer = c.get('viewer');
    c.header('X-Accel-Buffering', 'no');
    return streamSSE(c, async (stream) => {
      const gone = new AbortController();
      const signal = AbortSignal.any([gone.signal, closing]);
      const waiting = new Map<string, string>();
      const wake = newWake();
      const stopListening = notices.onOperator(viewer.operatorId, (heard) => {
        const data = dataFor(viewer, heard);
        if (data === undefined) return;
        waiting.set(data, data);
        wake.fire();
      });
      stream.onAbort(() => gone.abort());
      await stream.write(': open\n\n');
      while (!signal.aborted) {
        await wake.next(commentMs, signal);
        wake.rest();
        const due = [...waiting.values()];
        waiting.clear();
        for (const data of due) await stream.writeSSE({ event: 'changed', data });
        if (due.length === 0 && !signal.aborted) await stream.write(': still here\n\n');
      }
      stopListening();
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
