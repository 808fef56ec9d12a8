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

/** Keeps the retained agenda of every resource true at the broker: after each change of bookings, and twice a minute. */
export function createAgendaPublisher(ports: AgendaPorts, changes: Changes): Service {
  return {
    name: 'agendas',
    run: async (signal) => {
      let stale: AbortController | undefined;
      const unlisten = changes.listen((topic) => {
        if (topic === 'bookings' || topic === 'settings' || topic === 'link') stale?.abort();
      });
      try {
        while (!signal.aborted) {
          stale = new AbortController();
          publishAll(ports);
          await sleep(lookAgainMs, AbortSignal.any([signal, stale.signal]));
        }
      } finally {
        unlisten();
      }
    },
  };
}

function publishAll({ resources, agenda, publish }: AgendaPorts): void {
  for (const resource of resources()) {
    const view = agenda(resource);
    if (view) publish(resource.id, view);
  }
}
