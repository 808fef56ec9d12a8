import type { BookingPlan, Resource } from '@lintel/core/bookings/booking.ts';
import type { HolderId, OperatorId, PlanId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import { chainStart } from '@lintel/core/sync/chain.ts';
import { hourMs, minuteMs } from '@lintel/core/time.ts';
import type { Store } from '../../../edge/src/database/store.ts';
import { setGeneration } from '../cloud/store/feed.ts';
import type { KeptSite } from '../cloud/store/places.ts';
import { nameIt } from '../observer/words.ts';

const uuid = (kind: number, n: number) =>
  `00000000-0000-7000-8${String(kind).padStart(3, '0')}-${String(n).padStart(12, '0')}`;

export const operatorId = id<OperatorId>(uuid(9, 1));
export const siteIds = [id<SiteId>(uuid(6, 1)), id<SiteId>(uuid(6, 2))] as const;
export const holderId = (n: number) => id<HolderId>(uuid(4, n));
export const membersCount = 6;
export const directorId = holderId(99);

/** A site with the wall clock of its zone: one that is always open, one that closes at night. */
function site(nth: number): KeptSite {
  const siteId = siteIds[nth] ?? siteIds[0];
  const name = ['London', 'New York'][nth] ?? '';
  nameIt(siteId, name);
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) =>
    nth === 0 ? { weekday, opensMin: 0, closesMin: 1440 } : { weekday, opensMin: 60, closesMin: 1380 },
  );
  return {
    id: siteId,
    operatorId,
    operatorName: 'Simulated',
    name,
    timeZone: nth === 0 ? 'Europe/London' : 'America/New_York',
    currency: nth === 0 ? 'GBP' : 'USD',
    help: { name: '', email: '', phone: '' },
    verifyKeys: ['simulated'],
    opening: { weekly, exceptions: [] },
  };
}

/** Few enough that everybody wants the same: two rooms, one of them with preparation and one where one has to check in, a booth and two desks. */
function resources(nth: number): readonly Resource[] {
  const base = {
    capacity: 8,
    floor: '1',
    equipment: [],
    doorIds: [],
    checkInDoorIds: [],
    beforeMs: 0,
    afterMs: 0,
  };
  const steps = { stepMs: 15 * minuteMs, lengthMinMs: 15 * minuteMs, lengthMaxMs: 6 * hourMs };
  const prices = { creditCentsPerHour: 100, pricePerHour: 1_200 };
  const made = (n: number, name: string, kind: Resource['kind'], more: Partial<Resource> = {}): Resource => {
    const resourceId = id<ResourceId>(uuid(1, 10 * nth + n));
    nameIt(resourceId, `${name} (${nth === 0 ? 'L' : 'N'})`);
    return { ...base, ...steps, ...prices, id: resourceId, name, kind, ...more };
  };
  return [
    made(1, 'Hall', 'room', { beforeMs: 15 * minuteMs, afterMs: 30 * minuteMs }),
    made(2, 'Room', 'room', { graceMs: 20 * minuteMs }),
    made(3, 'Booth', 'booth', { lengthMaxMs: 2 * hourMs }),
    made(4, 'Desk A', 'desk', { creditCentsPerHour: 0, pricePerHour: 0 }),
    made(5, 'Desk B', 'desk', { graceMs: 60 * minuteMs, creditCentsPerHour: 0, pricePerHour: 300 }),
  ];
}

const terms = {
  excludedKinds: [],
  anyHour: false,
  openMost: 60,
  cancelFreeMs: 2 * hourMs,
  lateRefundPercent: 50,
  noShowRefundPercent: 25,
};

const plans: readonly BookingPlan[] = [
  {
    ...terms,
    id: id<PlanId>(uuid(5, 1)),
    name: 'Basic',
    rank: 1,
    advanceMs: 10 * hourMs,
    concurrentMost: 2,
    includedKinds: ['room'],
    includedMs: 20 * hourMs,
    creditCents: 2_000,
    overage: 'refuse',
  },
  {
    ...terms,
    id: id<PlanId>(uuid(5, 2)),
    name: 'Flex',
    rank: 2,
    advanceMs: 72 * hourMs,
    includedKinds: ['room', 'booth'],
    includedMs: 30 * hourMs,
    creditCents: 5_000,
    overage: 'charge',
  },
];

/** Puts two sites, their resources, plans and people into an empty cloud. */
export function furnish(store: Store): void {
  setGeneration(store, uuid(7, 1));
  for (const nth of [0, 1]) {
    const made = site(nth);
    store.put('site', { id: made.id, body: JSON.stringify(made) });
    for (const resource of resources(nth)) {
      const { id: resourceId, kind, name } = resource;
      store.put('resource', { id: resourceId, site_id: made.id, kind, name, body: JSON.stringify(resource) });
    }
    store.run(
      `INSERT INTO site_feed (site_id, seq, kept_from, horizon_at, horizon_proof, epoch, outbox_seq, outbox_hash) VALUES (?, 0, 1, 0, '', 0, 0, ?)`,
      made.id,
      chainStart,
    );
  }
  for (const plan of plans) store.put('plan', { id: plan.id, rank: plan.rank, body: JSON.stringify(plan) });
  const person = (n: number, kind: string, name: string, planId: string | null, role: string | null) => {
    nameIt(holderId(n), name);
    store.put('holder', {
      ...{ id: holderId(n), kind, name, email: emailOf(n) },
      ...{ suspended: 0, plan_id: planId, role },
    });
  };
  for (let n = 1; n <= membersCount; n++)
    person(n, 'member', `Member ${n}`, plans[n % 3 === 0 ? 0 : 1]?.id ?? null, null);
  person(99, 'staff', 'Director', null, 'director');
}

export function emailOf(n: number): string {
  return `person-${n}@example.org`;
}
