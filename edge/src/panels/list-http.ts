import { randomInt } from 'node:crypto';
import type { PanelId } from '@lintel/core/ids.ts';
import { isId } from '@lintel/core/ids.ts';
import { addMs, minuteMs } from '@lintel/core/time.ts';
import { resourceId } from '@lintel/core/wire.ts';
import { Hono } from 'hono';
import { z } from 'zod';
import { problemOf } from '../bookings/answers-http.ts';
import type { StaffEnv } from '../console/http.ts';
import { body, ProblemAnswer } from '../http/problem.ts';
import { tokenHash } from '../http/tokens.ts';
import type { PanelPorts } from './http.ts';
import type { PanelRow } from './store.ts';

const codeLifeMs = 10 * minuteMs;

/** The console's list of panels, and the codes that pair new ones. Behind `staffOnly`. */
export function panelListRoutes(ports: PanelPorts) {
  const wish = z.object({ resourceId, name: z.string().trim().min(1).max(80) });
  return new Hono<StaffEnv>()
    .get('/', (c) => c.json({ panels: ports.list().map((panel) => panelView(ports, panel)) }))
    .post('/codes', body(wish), async (c) => {
      const { resourceId, name } = c.req.valid('json');
      if (!ports.findResource(resourceId)) throw problemOf('unknown_resource');
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      const expiresAt = addMs(ports.now(), codeLifeMs);
      await ports.addCode({ codeHash: tokenHash(code), name, resourceId, expiresAt });
      return c.json({ code, expiresAt }, 201);
    })
    .delete('/:id', async (c) => {
      const { id } = c.req.param();
      if (isId(id) && (await ports.remove(id as PanelId))) return c.body(null, 204);
      throw new ProblemAnswer(404, {
        kind: 'unknown_panel',
        sentence: 'There is no such panel. It may have been removed already.',
      });
    });
}

function panelView(ports: PanelPorts, panel: PanelRow) {
  const { id, name, resourceId, pairedAt } = panel;
  const resourceName = ports.findResource(resourceId)?.name ?? 'a resource that was removed';
  const seenAt = ports.seen(id);
  return { id, name, resourceId, resourceName, pairedAt, ...(seenAt ? { seenAt } : {}) };
}
