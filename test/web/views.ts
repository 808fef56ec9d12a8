import type { Resource } from '@lintel/core/bookings/booking.ts';
import type { ResourceView } from '@lintel/core/sites/wire.ts';
import { minuteMs } from '@lintel/core/time.ts';

export function resourceViewOf(resource: Resource): ResourceView {
  return {
    id: resource.id,
    name: resource.name,
    kind: resource.kind,
    capacity: resource.capacity,
    floor: resource.floor,
    equipment: [...resource.equipment],
    stepMin: resource.stepMs / minuteMs,
    lengthMinMin: resource.lengthMinMs / minuteMs,
    lengthMaxMin: resource.lengthMaxMs / minuteMs,
  };
}
