import type { Door } from '@lintel/core/doors/decide.ts';
import type { AccessEvent, AccessEventView, DoorView } from '@lintel/core/doors/wire.ts';
import type { DoorId } from '@lintel/core/ids.ts';
import { isId } from '@lintel/core/ids.ts';
import { Hono } from 'hono';
import { z } from 'zod';
import type { StaffEnv } from '../console/http.ts';
import type { StaffLogin } from '../console/session.ts';
import { ProblemAnswer, query } from '../http/problem.ts';
import { NotRecorded } from './open.ts';
import { RelayOffline } from './ports.ts';

export type DoorPorts = {
  readonly listDoors: () => readonly DoorView[];
  readonly findDoor: (id: DoorId) => Door | undefined;
  readonly open: (door: Door, staff: StaffLogin) => Promise<AccessEvent>;
  readonly viewOf: (event: AccessEvent) => AccessEventView;
  readonly listEvents: (page: {
    readonly before: number | undefined;
    readonly limit: number;
  }) => readonly AccessEventView[];
};

const page = z.object({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** The console's doors: at a glance, opened by hand, and what happened at them. Behind `staffOnly`. */
export function doorRoutes(ports: DoorPorts) {
  return new Hono<StaffEnv>()
    .get('/doors', (c) => c.json({ doors: ports.listDoors() }))
    .post('/doors/:id/open', async (c) => {
      const { id } = c.req.param();
      const door = isId(id) ? ports.findDoor(id as DoorId) : undefined;
      if (!door)
        throw new ProblemAnswer(404, { kind: 'unknown_door', sentence: 'There is no such door here.' });
      try {
        return c.json({ event: ports.viewOf(await ports.open(door, c.get('staff'))) });
      } catch (error) {
        if (error instanceof NotRecorded)
          throw new ProblemAnswer(503, { kind: 'not_recorded', sentence: error.message });
        if (error instanceof RelayOffline)
          throw new ProblemAnswer(503, { kind: 'relay_offline', sentence: error.message });
        throw error;
      }
    })
    .get('/access-events', query(page), (c) => {
      const { before, limit } = c.req.valid('query');
      return c.json({ events: ports.listEvents({ before, limit }) });
    });
}
