import type { EpochMs } from '@lintel/core/time.ts';
import { epochMs } from '@lintel/core/time.ts';
import { bigint, customType, uuid } from 'drizzle-orm/pg-core';

/** An instant: milliseconds here, `timestamptz(3)` there. */
export const instantColumn = customType<{ data: EpochMs; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  toDriver: (at) => new Date(at).toISOString(),
  fromDriver: (text) => epochMs(new Date(text).getTime()),
});

/** An id of the wanted kind. */
export const idColumn = <Wanted extends string>() => uuid().$type<Wanted>();

export const counterColumn = () => bigint({ mode: 'number' });
