import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import type { Door } from '@lintel/core/doors/decide.ts';
import { id } from '@lintel/core/ids.ts';
import { addMs, epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { openForWriting } from '../../edge/src/database/open.ts';
import type { Store } from '../../edge/src/database/store.ts';
import { ensureIncarnation, keepHorizon } from '../../edge/src/sync/position.ts';

/** Ids that say in a failure what they are. */
const uuid = (kind: number, n: number) =>
  `00000000-0000-7000-8${String(kind).padStart(3, '0')}-${String(n).padStart(12, '0')}`;
export const resourceIdOf = (n: number) => id<Resource['id']>(uuid(1, n));
export const doorIdOf = (n: number) => id<Door['id']>(uuid(2, n));
export const bookingIdOf = (n: number) => id<Booking['id']>(uuid(3, n));
export const holderIdOf = (n: number) => id<NonNullable<Booking['holderId']>>(uuid(4, n));

export const noon = epochMs(Date.parse('2027-03-01T12:00:00Z'));

export const room = (n = 1): Resource => ({
  id: resourceIdOf(n),
  name: `Room ${n}`,
  kind: 'room',
  capacity: 4,
  doorIds: [doorIdOf(n), doorIdOf(9)],
  stepMs: 15 * minuteMs,
  lengthMinMs: 15 * minuteMs,
  lengthMaxMs: 4 * hourMs,
});

export const booking = (
  n: number,
  startMin: number,
  lengthMin: number,
  more: Partial<Booking> = {},
): Booking => ({
  id: bookingIdOf(n),
  resourceId: resourceIdOf(1),
  holderId: holderIdOf(1),
  title: `booking ${n}`,
  startsAt: addMs(noon, startMin * minuteMs),
  endsAt: addMs(noon, (startMin + lengthMin) * minuteMs),
  state: 'confirmed',
  version: 1,
  source: 'portal',
  bookedAt: noon,
  ...more,
});

/** A real store in a folder of its own, with a horizon a day after noon; `end` takes both away. */
export function openStore(): { readonly store: Store; readonly path: string; end(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-box-'));
  const path = join(folder, 'site.db');
  const store = openForWriting(path);
  ensureIncarnation(store);
  keepHorizon(store, addMs(noon, 24 * hourMs), 'proof');
  return {
    store,
    path,
    end() {
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
