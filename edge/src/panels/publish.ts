import type { Resource } from '@lintel/core/bookings/booking.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import type { AgendaView } from '@lintel/core/panels/wire.ts';
import type { Changes } from '../changes.ts';
import type { Service } from '../service.ts';
import { sleep } from '../service.ts';

/** Agendas also change by themselves, when a booking begins or ends. */
const lookAgainMs = 30_000;

export type AgendaPorts = {
  readonly resources: () => readonly Resource[];
  /** Absent while the box does not know its site. */
  readonly agenda: (resource: Resource) => AgendaView | undefined;
  readonly publish: (id: ResourceId, agenda: AgendaView) => void;
};

/**
 * Keeps the retained agenda of every resource true at the broker. After a change only those that differ from what was published are published again; twice a minute all are, so
 * that their `at` tells a panel that the box lives.
 */
export function createAgendaPublisher(ports: AgendaPorts, changes: Changes): Service {
  return {
    name: 'agendas',
    run: async (signal) => {
      const published = new Map<ResourceId, string>();
      let stale: AbortController | undefined;
      const unlisten = changes.listen((topic) => {
        if (topic === 'bookings' || topic === 'settings' || topic === 'link') stale?.abort();
      });
      let allAtMs = 0;
      try {
        while (!signal.aborted) {
          stale = new AbortController();
          const isDue = performance.now() >= allAtMs;
          if (isDue) allAtMs = performance.now() + lookAgainMs;
          publishAll(ports, published, isDue);
          await sleep(Math.max(0, allAtMs - performance.now()), AbortSignal.any([signal, stale.signal]));
        }
      } finally {
        unlisten();
      }
    },
  };
}

function publishAll(
  { resources, agenda, publish }: AgendaPorts,
  published: Map<ResourceId, string>,
  isDue: boolean,
): void {
  for (const resource of resources()) {
    const view = agenda(resource);
    if (!view) continue;
    const { at: _, ...shown } = view;
    const text = JSON.stringify(shown);
    if (!isDue && published.get(resource.id) === text) continue;
    published.set(resource.id, text);
    publish(resource.id, view);
  }
}
