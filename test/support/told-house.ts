import { randomUUID } from 'node:crypto';
import { migrate } from '@lintel/cloud/database/migrate.ts';
import { operatorScope, type Tx, type WithOperator } from '@lintel/cloud/database/operator.ts';
import { openPool } from '@lintel/cloud/database/pool.ts';
import type { Keys } from '@lintel/cloud/keys.ts';
import { silent } from '@lintel/cloud/log.ts';
import { demoHolderId, demoOperatorId, demoResourceId, demoSiteId, seedDemo } from '@lintel/cloud/seed.ts';
import type { ChangeKind } from '@lintel/core/bookings/history.ts';
import { type EpochMs, epochMs, hourMs } from '@lintel/core/time.ts';
import type pg from 'pg';

/** The demo operator's house on a database of its own, where a test writes what happened to bookings and sees what people are told. */
export type ToldHouse = {
  readonly pool: pg.Pool;
  readonly keys: Keys;
  readonly withOperator: WithOperator;
  readonly inHouse: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
};

export async function openHouse(databaseUrl: string, keys: Keys, now: () => EpochMs): Promise<ToldHouse> {
  const pool = openPool(databaseUrl, silent, 8);
  await migrate(pool);
  await seedDemo({ pool, keys, now });
  const withOperator = operatorScope(pool);
  return { pool, keys, withOperator, inHouse: (work) => withOperator(demoOperatorId, work) };
}

export type Happened = {
  readonly id?: string;
  readonly holder?: string;
  readonly room?: string;
  readonly title?: string;
  readonly startsAt: EpochMs;
  readonly lengthMs?: number;
  readonly state?: string;
  readonly version?: number;
  readonly purpose?: string;
  readonly source?: string;
  readonly bookedAt?: EpochMs;
  readonly groupId?: string;
  readonly seriesId?: string;
  readonly replaces?: string;
  readonly calendarUid?: string;
  readonly amount?: number;
  readonly refusals?: unknown;
};

/** Puts a booking in London as it stands, known or new; nobody is told of it by this. Answers its id. */
export async function putBooking(tx: Tx, b: Happened): Promise<string> {
  const bookingId = b.id ?? randomUUID();
  const endsAt = epochMs(b.startsAt + (b.lengthMs ?? hourMs));
  await tx.query(
    `INSERT INTO booking (operator_id, id, site_id, resource_id, holder_id, title, purpose, starts_at, ends_at, holds_from, holds_until, state, version, source,
       booked_at, group_id, series_id, replaces, calendar_uid, charge_amount, refusals)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
     ON CONFLICT (operator_id, id) DO UPDATE SET resource_id = excluded.resource_id, holder_id = excluded.holder_id, starts_at = excluded.starts_at,
       ends_at = excluded.ends_at, holds_from = excluded.holds_from, holds_until = excluded.holds_until, state = excluded.state, version = excluded.version,
       purpose = excluded.purpose, charge_amount = excluded.charge_amount`,
    [
      tx.operatorId,
      bookingId,
      demoSiteId('london'),
      demoResourceId('london', b.room ?? 'Reading room'),
      b.holder === '' ? null : demoHolderId(b.holder ?? 'ada@lintel.example'),
      b.title ?? '',
      b.purpose ?? 'use',
      new Date(b.startsAt),
      new Date(endsAt),
      b.state ?? 'confirmed',
      b.version ?? 1,
      b.source ?? 'portal',
      new Date(b.bookedAt ?? b.startsAt - 24 * hourMs),
      b.groupId ?? null,
      b.seriesId ?? null,
      b.replaces ?? null,
      b.calendarUid ?? bookingId,
      b.amount ?? 0,
      b.refusals ? JSON.stringify(b.refusals) : null,
    ],
  );
  return bookingId;
}

export type Entry = {
  readonly kind: ChangeKind;
  readonly version?: number;
  readonly state?: string;
  readonly at: EpochMs;
  /** The address of whoever did it, if a person did. */
  readonly by?: string;
  readonly byName?: string;
  readonly why?: string;
  readonly was?: unknown;
};

/** Adds to the booking's history, untold. */
export async function putChange(tx: Tx, bookingId: string, entry: Entry): Promise<void> {
  const byId = entry.by ? demoHolderId(entry.by) : null;
  await tx.query(
    `INSERT INTO booking_change (operator_id, booking_id, version, state, kind, at, by, by_holder_id, why, was)
     VALUES ($1, $2, $3, $4, $5, $6, coalesce((SELECT name FROM holder WHERE operator_id = $1 AND id = $8), $7), $8, $9, $10)`,
    [
      tx.operatorId,
      bookingId,
      entry.version ?? 1,
      entry.state ?? 'confirmed',
      entry.kind,
      new Date(entry.at),
      entry.byName ?? 'site',
      byId,
      entry.why ?? '',
      entry.was ? JSON.stringify(entry.was) : null,
    ],
  );
}
