import { encodeCard } from '@lintel/core/doors/layout-card.ts';
import type { DoorId, HolderId, OperatorId, PlanId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import type { Pool } from 'pg';
import { toPlanColumns } from './bookings/rows.ts';
import { resource } from './bookings/tables.ts';
import { putLogin } from './database/logins.ts';
import { operatorScope, type Tx } from './database/operator.ts';
import { door } from './doors/tables.ts';
import { idFrom, type Keys } from './keys.ts';
import { findPin, issueCredential, issuePin } from './members/credentials.ts';
import { hashPassword } from './members/passwords.ts';
import { publishHolder } from './members/publish-holder.ts';
import { holder, login, membership, plan } from './members/tables.ts';
import {
  type DemoMember,
  type DemoSite,
  type DemoStaff,
  demoMembers,
  demoPlans,
  demoSites,
  demoStaff,
  roundTheClock,
} from './seed-data.ts';
import { createSite } from './sites/create-site.ts';
import { operator } from './sites/tables.ts';

export const demoPassword = 'lintel-demo';
export const demoOperatorId = demoId<OperatorId>('operator');

export type SeededMember = {
  readonly member: HolderId;
  readonly name: string;
  readonly email: string;
  readonly cards: readonly { readonly length: number; readonly bits: string }[];
  readonly pin: string;
};

export type SeedParts = { readonly pool: Pool; readonly keys: Keys; readonly now: () => EpochMs };

/** The demo operator with its sites, people and cards. Ids are the same every time, and a second run changes nothing. */
export async function seedDemo({
  pool,
  keys,
  now,
}: SeedParts): Promise<{ readonly members: readonly SeededMember[] }> {
  const withOperator = operatorScope(pool);
  const at = now();
  await withOperator(demoOperatorId, async (tx) => {
    await tx.db
      .insert(operator)
      .values({ operator_id: demoOperatorId, name: 'Lintel Rooms' })
      .onConflictDoNothing();
    for (const site of demoSites) await seedSite(tx, site, keys);
    await seedPlans(tx);
  });
  const people = [...demoStaff, ...demoMembers];
  for (const person of people) await seedLogin(pool, person, withOperator);
  const members: SeededMember[] = [];
  await withOperator(demoOperatorId, async (tx) => {
    for (const person of demoStaff) await seedStaff(tx, person, keys, at);
    for (const person of demoMembers) members.push(await seedMember(tx, person, keys, at));
  });
  return { members };
}

export function demoId<Wanted extends string>(...parts: readonly string[]): Wanted {
  return idFrom('lintel demo', ...parts) as Wanted;
}

export const demoSiteId = (key: DemoSite['key']) => demoId<SiteId>('site', key);
export const demoDoorId = (key: DemoSite['key'], name: string) => demoId<DoorId>('door', key, name);
export const demoResourceId = (key: DemoSite['key'], name: string) =>
  demoId<ResourceId>('resource', key, name);
export const demoHolderId = (email: string) => demoId<HolderId>('holder', email);
const planId = (name: string) => demoId<PlanId>('plan', name);

async function seedSite(tx: Tx, site: DemoSite, keys: Keys): Promise<void> {
  const id = demoSiteId(site.key);
  await createSite(tx, { ...site, id, weekly: roundTheClock }, keys);
  const doorIds = new Map<string, DoorId>();
  for (const name of ['Front door', ...site.rooms.map((room) => room.name), ...site.booths]) {
    const doorId = demoDoorId(site.key, name);
    doorIds.set(name, doorId);
    await tx.db
      .insert(door)
      .values({ operator_id: tx.operatorId, id: doorId, site_id: id, name })
      .onConflictDoNothing();
  }
  const front = demoDoorId(site.key, 'Front door');
  for (const wanted of resourcesOf(site)) {
    const own = doorIds.get(wanted.name);
    await tx.db
      .insert(resource)
      .values({
        operator_id: tx.operatorId,
        id: demoResourceId(site.key, wanted.name),
        site_id: id,
        door_ids: own ? [own, front] : [front],
        check_in_door_ids: own ? [own] : [],
        ...wanted,
      })
      .onConflictDoNothing();
  }
}

/** Desks for a day, rooms for up to four hours, booths for a call. Whoever does not come to a room or a booth within its grace loses it. */
function resourcesOf(site: DemoSite) {
  const lengths = (step: number, min: number, max: number) => ({
    step_ms: step * minuteMs,
    length_min_ms: min * minuteMs,
    length_max_ms: max * minuteMs,
  });
  const ground = site.rooms.at(-1)?.floor ?? '';
  return [
    ...site.desks.map((name) => ({
      name,
      kind: 'desk' as const,
      capacity: 1,
      floor: ground,
      equipment: ['monitor'],
      ...lengths(15, 30, 24 * 60),
      credit_cents_per_hour: 50,
      price_per_hour: 400,
    })),
    ...site.rooms.map(({ name, capacity, floor, equipment, creditCents, price, afterMin }) => ({
      name,
      kind: 'room' as const,
      capacity,
      floor,
      equipment: [...equipment],
      ...lengths(5, 15, 240),
      after_ms: (afterMin ?? 0) * minuteMs,
      grace_ms: 15 * minuteMs,
      credit_cents_per_hour: creditCents,
      price_per_hour: price,
    })),
    ...site.booths.map((name) => ({
      name,
      kind: 'booth' as const,
      capacity: 1,
      floor: ground,
      equipment: ['screen'],
      ...lengths(1, 1, 60),
      grace_ms: 10 * minuteMs,
      credit_cents_per_hour: 50,
      price_per_hour: 500,
    })),
  ];
}

async function seedPlans(tx: Tx): Promise<void> {
  const front = demoSites.map((site) => demoDoorId(site.key, 'Front door'));
  for (const terms of demoPlans) {
    await tx.db
      .insert(plan)
      .values({
        operator_id: tx.operatorId,
        id: planId(terms.name),
        ...toPlanColumns(terms),
        access: terms.access,
        access_door_ids: terms.access === 'none' ? [] : front,
      })
      .onConflictDoNothing();
  }
}

async function seedLogin(
  pool: Pool,
  person: DemoStaff | DemoMember,
  withOperator: ReturnType<typeof operatorScope>,
): Promise<void> {
  const holderId = demoHolderId(person.email);
  const known = await withOperator(demoOperatorId, (tx) =>
    tx.query('SELECT 1 FROM login WHERE user_id = $1', [holderId]),
  );
  if (known.length > 0) return;
  const passwordHash = await hashPassword(demoPassword);
  await putLogin(pool, { userId: holderId, name: person.name, email: person.email, passwordHash });
  await withOperator(demoOperatorId, async (tx) => {
    const staff = 'role' in person ? person : undefined;
    await tx.db
      .insert(holder)
      .values({
        operator_id: tx.operatorId,
        id: holderId,
        kind: staff ? 'staff' : 'member',
        name: person.name,
        email: person.email,
        password_hash: staff ? passwordHash : null,
        role: staff?.role ?? null,
        role_site_ids: staff?.sites?.map(demoSiteId) ?? null,
      })
      .onConflictDoNothing();
    await tx.db
      .insert(login)
      .values({ operator_id: tx.operatorId, user_id: holderId, holder_id: holderId })
      .onConflictDoNothing();
  });
}

async function seedStaff(tx: Tx, person: DemoStaff, keys: Keys, at: EpochMs): Promise<void> {
  const holderId = demoHolderId(person.email);
  if (await findPin(tx, holderId, keys)) return;
  await issuePin(tx, holderId, keys);
  await publishHolder(tx, holderId, at, keys);
}

async function seedMember(tx: Tx, person: DemoMember, keys: Keys, at: EpochMs): Promise<SeededMember> {
  const holderId = demoHolderId(person.email);
  const cards = [
    encodeCard('H10301', { facility: 77, number: person.cardNumber }),
    ...(person.extraCards ?? []),
  ];
  const pin = await findPin(tx, holderId, keys);
  const seeded = { member: holderId, name: person.name, email: person.email, cards };
  if (pin) return { ...seeded, pin };

  await tx.db
    .insert(membership)
    .values({
      operator_id: tx.operatorId,
      id: demoId('membership', person.email),
      holder_id: holderId,
      plan_id: planId(person.plan),
      site_ids: [demoSiteId(person.site)],
      starts_at: epochMs(at - 24 * hourMs),
    })
    .onConflictDoNothing();
  for (const [index, card] of cards.entries()) {
    await issueCredential(
      tx,
      holderId,
      { kind: 'card', ...card },
      keys,
      demoId('card', person.email, String(index)),
    );
  }
  const issued = await issuePin(tx, holderId, keys);
  await publishHolder(tx, holderId, at, keys);
  return { ...seeded, pin: issued };
}
