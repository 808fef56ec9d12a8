import { setTimeout as sleep } from 'node:timers/promises';
import type { Resource } from '@lintel/core/bookings/booking.ts';
import type { AgendaView } from '@lintel/core/panels/wire.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { noon, resourceIdOf, room } from '../../../test/support/box-store.ts';
import { Changes } from '../changes.ts';
import { createAgendaPublisher } from './publish.ts';

const stop = new AbortController();
afterEach(() => {
  stop.abort();
  vi.useRealTimers();
});

test('after a change only the agenda that differs is published, and twice a minute all are', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const changes = new Changes();
  const free = new Map([1, 2, 3].map((n) => [resourceIdOf(n), 60]));
  const published: string[] = [];
  let at = noon as number;
  const running = createAgendaPublisher(
    {
      resources: () => [room(1), room(2), room(3)],
      agenda: ({ id }: Resource) => ({ at: at++, freeMin: free.get(id) }) as never as AgendaView,
      publish: (id) => void published.push(id),
    },
    changes,
  ).run(stop.signal);
  const takePublished = () => published.splice(0);
  expect(takePublished()).toHaveLength(3);

  changes.tell('bookings');
  await vi.advanceTimersByTimeAsync(10);
  expect(takePublished()).toEqual([]);
  free.set(resourceIdOf(2), 0);
  changes.tell('bookings');
  await vi.advanceTimersByTimeAsync(10);
  expect(takePublished()).toEqual([resourceIdOf(2)]);

  await vi.advanceTimersByTimeAsync(30_000);
  expect(takePublished()).toHaveLength(3);
  stop.abort();
  await Promise.race([running, sleep(1_000)]);
});
