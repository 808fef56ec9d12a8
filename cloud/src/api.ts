import { secureHeaders } from 'hono/secure-headers';
import { type AuthHttpParts, authHttp } from './members/auth-http.ts';
import type { SignedInParts } from './members/signed-in-http.ts';
import { newRouter, onError } from './router.ts';
import { syncHttp } from './sync/http.ts';
import type { SyncParts } from './sync/open-feed.ts';

export type ApiParts = SyncParts & SignedInParts & AuthHttpParts;

/** The whole HTTP side of the cloud. */
export function buildApi(parts: ApiParts) {
  const app = newRouter();
  app.onError(onError(parts.log));
  app.use(secureHeaders({ strictTransportSecurity: parts.publicUrl?.startsWith('https:') ?? false }));
  app.get('/health', async (c) => {
    await parts.directory.answers();
    return c.json({ at: parts.now() });
  });
  return app.route('/', authHttp(parts)).route('/', syncHttp(parts));
}

export type CloudApi = ReturnType<typeof buildApi>;
