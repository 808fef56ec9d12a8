import { type AccessEventView, accessEventView, doorView } from '@lintel/core/doors/wire.ts';
import type { DoorId } from '@lintel/core/ids.ts';
import type { Hono } from 'hono';
import { personOf } from './fake-people.ts';
import type { World } from './fake-world.ts';

export type FakeDoors = ReturnType<typeof addDoors>;

const doors = [
  { id: '00000000-0000-4000-8000-0000000000d1' as DoorId, name: 'Front door', why: undefined },
  {
    id: '00000000-0000-4000-8000-0000000000d2' as DoorId,
    name: 'Thames',
    why: 'no answer on /dev/ttyUSB1 for 40 s',
  },
];

/** Two doors, one with a silent reader, and the list of what happened at them. */
export function addDoors(app: Hono, world: World) {
  const events: AccessEventView[] = [];

  function happen(
    door: DoorId,
    event: Pick<AccessEventView, 'outcome' | 'sentence' | 'presented'> & { holderName?: string },
  ) {
    const doorName = doors.find((known) => known.id === door)?.name ?? '';
    const whole = {
      id: crypto.randomUUID(),
      at: world.now(),
      trust: 'trusted' as const,
      doorId: door,
      doorName,
      ...event,
    };
    const kept = accessEventView.parse(whole);
    events.unshift(kept);
    world.tell('access');
    return kept;
  }

  app.get('/api/console/doors', (c) =>
    c.json({
      doors: doors.map(({ id, name, why }) => {
        const last = events.find((event) => event.doorId === id);
        const reader = why ? { state: 'offline' as const, why } : { state: 'online' as const };
        return doorView.parse({
          id,
          name,
          state: 'locked',
          readers: [{ id: 'in', driver: 'rdm6300', ...reader }],
          relay: { driver: 'lcus', state: 'online' },
          ...(last ? { last } : {}),
        });
      }),
    }),
  );
  app.post('/api/console/doors/:id/open', (c) => {
    const door = doors.find((known) => known.id === c.req.param('id'));
    if (!door) return c.json({ kind: 'unknown', sentence: 'There is no such door here.' }, 404);
    if (door.why) {
      const sentence = 'The relay of this door does not answer. Open it with the key and look at its cable.';
      return c.json({ kind: 'relay_offline', sentence }, 503);
    }
    const holderName = personOf(c)?.name ?? '';
    const sentence = 'Opened from the console.';
    return c.json({
      event: happen(door.id, { outcome: 'granted', presented: 'console', holderName, sentence }),
    });
  });
  app.get('/api/console/access-events', (c) => c.json({ events }));
  app.get('/api/office/access-events', (c) => {
    const [site] = world.sites;
    return c.json({
      events: events.map((event) => ({ ...event, siteId: site?.view.id, siteName: site?.view.name })),
    });
  });
  return { happen, front: doors[0]?.id as DoorId, thames: doors[1]?.id as DoorId };
}
