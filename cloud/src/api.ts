import { secureHeaders } from 'hono/secure-headers';
import { allowancesHttp } from './allowances/http.ts';
import { bookingChangeHttp } from './bookings/change-http.ts';
import { holdHttp } from './bookings/hold-http.ts';
import { bookingsHttp } from './bookings/http.ts';
import type { CalendarPorts } from './bookings/ports.ts';
import { calendarsHttp } from './calendars/http.ts';
import { demandHttp } from './demand/http.ts';
import { type EventsParts, eventsHttp } from './events-http.ts';
import { type AuthHttpParts, authHttp } from './members/auth-http.ts';
import { membersHttp } from './members/http.ts';
import { plansHttp } from './members/plans-http.ts';
import { type NoticesHttpParts, noticesHttp } from './notices/http.ts';
import { officeHttp } from './office-http.ts';
import { bodyUpTo, newRouter, onError } from './router.ts';
import { sameOrigin } from './same-origin-http.ts';
import { screensHttp } from './screens-http.ts';
import { seriesChangeHttp } from './series/change-http.ts';
import { seriesHttp } from './series/http.ts';
import { hoursHttp } from './sites/hours-http.ts';
import { sitesHttp } from './sites/http.ts';
import { resourcesHttp } from './sites/resources-http.ts';
import { syncHttp } from './sync/http.ts';
import { boxOfficeHttp } from './sync/office-http.ts';
import type { SyncParts } from './sync/open-feed.ts';
import { waitsHttp } from './waits/http.ts';

export type ApiParts = CalendarPorts &
  SyncParts &
  EventsParts &
  AuthHttpParts &
  NoticesHttpParts & { readonly screensDir: string };

/** The whole HTTP side of the cloud. */
export function buildApi(parts: ApiParts) {
  const app = newRouter();
  app.onError(onError(parts.log));
  app.notFound((c) => c.json({ kind: 'unknown_path', sentence: `There is nothing at ${c.req.path}.` }, 404));
  app.use(secureHeaders({ strictTransportSecurity: parts.publicUrl?.startsWith('https:') ?? false }));
  app.use('/api/*', sameOrigin(parts.publicUrl), bodyUpTo(64));
  app.get('/health', async (c) => {
    await parts.directory.answers();
    return c.json({ at: parts.now(), notices: parts.notices.health() });
  });
  app.route('/', authHttp(parts));
  app.route('/', eventsHttp(parts));
  app.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Lintel cloud', version: '1' } });
  const api = app
    .route('/', membersHttp(parts))
    .route('/', sitesHttp(parts))
    .route('/', demandHttp(parts))
    .route('/', waitsHttp(parts))
    .route('/', bookingsHttp(parts))
    .route('/', bookingChangeHttp(parts))
    .route('/', holdHttp(parts))
    .route('/', hoursHttp(parts))
    .route('/', plansHttp(parts))
    .route('/', resourcesHttp(parts))
    .route('/', allowancesHttp(parts))
    .route('/', seriesHttp(parts))
    .route('/', seriesChangeHttp(parts))
    .route('/', officeHttp(parts))
    .route('/', boxOfficeHttp(parts))
    .route('/', noticesHttp(parts))
    .route('/', calendarsHttp(parts))
    .route('/', syncHttp(parts));
  app.route('/', screensHttp(parts.screensDir));
  return api;
}

/** The type of the API, for a client that is checked against it. */
export type CloudApi = ReturnType<typeof buildApi>;
