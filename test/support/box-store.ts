import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import { noCharge } from '@lintel/core/bookings/price.ts';
import type { bookingPlan, resource, siteDay } from '@lintel/core/bookings/wire.ts';
import type { Door } from '@lintel/core/doors/decide.ts';
import { id } from '@lintel/core/ids.ts';
import { addMs, epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import type { z } from 'zod';
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

export const room = (n = 1): z.infer<typeof resource> => ({
  id: resourceIdOf(n),
  name: `Room ${n}`,
  kind: 'room',
  capacity: 4,
  floor: '1',
  equipment: [],
  doorIds: [doorIdOf(n), doorIdOf(9)],
  checkInDoorIds: [doorIdOf(n)],
  stepMs: 15 * minuteMs,
  lengthMinMs: 15 * minuteMs,
  lengthMaxMs: 4 * hourMs,
  beforeMs: 0,
  afterMs: 0,
  creditCentsPerHour: 0,
  pricePerHour: 0,
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
  holdsFrom: addMs(noon, startMin * minuteMs),
  holdsUntil: addMs(noon, (startMin + lengthMin) * minuteMs),
  purpose: 'use',
  people: 0,
  state: 'confirmed',
  version: 1,
  source: 'portal',
  bookedAt: noon,
  charge: noCharge,
  ...more,
});

/** A plan that stands in nobody's way: two weeks ahead, everything included, nothing counted. */
export const plan = (more: Partial<z.infer<typeof bookingPlan>> = {}): z.infer<typeof bookingPlan> => ({
  id: id<z.infer<typeof bookingPlan>['id']>(uuid(5, 1)),
  name: 'Flex',
  rank: 1,
  advanceMs: 14 * 24 * hourMs,
  excludedKinds: [],
  anyHour: false,
  openMost: 100,
  includedKinds: [],
  includedMs: 0,
  creditCents: 0,
  overage: 'charge',
  cancelFreeMs: 24 * hourMs,
  lateRefundPercent: 50,
  noShowRefundPercent: 0,
  ...more,
});

/** A local day around noon of UTC that is open all day, `n` days from the first. */
export const openDay = (n = 0): z.infer<typeof siteDay> => {
  const startsAt = addMs(noon, (24 * n - 12) * hourMs);
  const endsAt = addMs(startsAt, 24 * hourMs);
  const date = new Date(startsAt).toISOString().slice(0, 10);
  return { date, startsAt, endsAt, open: [{ startsAt, endsAt }], note: '' };
};

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
