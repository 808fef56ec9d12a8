import { isNoShow } from '@lintel/core/bookings/change.ts';
import type { OperatorId } from '@lintel/core/ids.ts';
import { house } from './actor.ts';
import { change } from './change.ts';
import type { NoShow } from './no-show-store.ts';
import type { CalendarPorts } from './ports.ts';

/** Releases bookings to which nobody came, as their plans say with what is given back. Whoever checked in or changed one meanwhile is left alone. */
export async function releaseNoShows(
  ports: CalendarPorts,
  operatorId: OperatorId,
  due: readonly NoShow[],
): Promise<void> {
  for (const { id, version } of due) {
    const isStill = await ports.inCalendar(operatorId, async (calendar) => {
      const kept = await calendar.findBooking(id);
      const place = kept && (await calendar.findPlace(kept.resourceId));
      return kept && place && kept.version === version && isNoShow(kept, place.resource, ports.now());
    });
    if (!isStill) continue;
    const requestId = ports.newId() as typeof id;
    await change(ports, house(operatorId), id, { version, requestId, change: { kind: 'release' } });
  }
}
