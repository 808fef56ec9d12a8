import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { newRouter } from './router.ts';

const screens = ['portal', 'office'] as const;

/** The built screens, as static files: `/portal/` and `/office/`. A path that is no file is a page of the screen itself. */
export function screensHttp(dist: string) {
  const router = newRouter();
  router.get('/', (c) => c.redirect('/portal/'));
  for (const screen of screens) {
    router.get(`/${screen}`, (c) => c.redirect(`/${screen}/`));
    const root = join(dist, screen);
    if (!existsSync(root)) {
      router.get(`/${screen}/*`, (c) => c.text(`The ${screen} is not built here. Run npm run build.`, 503));
      continue;
    }
    const rewriteRequestPath = (path: string) => path.slice(screen.length + 1);
    router.get(
      `/${screen}/*`,
      serveStatic({
        root,
        rewriteRequestPath,
        onFound: (_path, c) => {
          const hashed = c.req.path.includes('/assets/');
          c.header('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
        },
      }),
    );
    router.get(`/${screen}/*`, serveStatic({ root, path: join(root, 'index.html') }));
  }
  return router;
}
