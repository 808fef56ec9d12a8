import type { SeriesDates } from '@lintel/core/bookings/series.ts';
import type { SeriesPart } from '@lintel/core/bookings/series-parts.ts';
import type { OccurrenceState } from '@lintel/core/bookings/series-wire.ts';
import type { BookingId, HolderId, OperatorId, SeriesId, SiteId } from '@lintel/core/ids.ts';
import { boolean, date, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { counterColumn, idColumn, instantColumn } from '../database/columns.ts';

/** Why a date is not booked, for a program and for a person. */
export type Reason = { readonly kind: string; readonly sentence: string };

/**
 * What notices tell of a series. *series_made*: `clashes` are the dates that could not be booked. *series_clash*: dates that came into reach, were asked of the site, or were to be changed, and
 * could not be. *series_changed* and *series_cancelled*: by whom, from which date until which; without a last date, all that follow.
 */
export type SeriesEvent =
  | {
      readonly kind: 'series_made';
      readonly toHolderId: HolderId;
      readonly booked: number;
      readonly clashes: readonly DatedReason[];
    }
  | { readonly kind: 'series_clash'; readonly clashes: readonly DatedReason[] }
  | ({ readonly kind: 'series_changed' } & Acted)
  | ({ readonly kind: 'series_cancelled' } & Acted)
  | { readonly kind: 'series_transferred'; readonly from: HolderId; readonly to: HolderId };

type Acted = {
  readonly by: HolderId;
  readonly dates: number;
  readonly from: string;
  readonly until?: string | undefined;
};

export type DatedReason = { readonly date: string; readonly sentence: string };

/** What a person wanted done to a date's booking. `by` is the holder who wanted it. */
export type Due =
  /** To where the parts of the series now say. */
  | { readonly kind: 'move'; readonly by: HolderId }
  | { readonly kind: 'cancel'; readonly by: HolderId; readonly refundAll: boolean }
  | { readonly kind: 'transfer'; readonly by: HolderId; readonly toEmail: string };

export const series = pgTable(
  'series',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    id: idColumn<SeriesId>().notNull(),
    site_id: idColumn<SiteId>().notNull(),
    holder_id: idColumn<HolderId>(),
    /** Whoever books for it: its holder, or staff. */
    made_by: idColumn<HolderId>().notNull(),
    purpose: text().$type<'use' | 'block'>().notNull(),
    dates: jsonb().$type<SeriesDates>().notNull(),
    parts: jsonb().$type<readonly SeriesPart[]>().notNull(),
    asked: text().notNull(),
    version: integer().notNull(),
    state: text().$type<'running' | 'ended'>().notNull(),
    made_at: instantColumn().notNull(),
    look_at: instantColumn(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.id] })],
);

export const seriesOccurrence = pgTable(
  'series_occurrence',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    series_id: idColumn<SeriesId>().notNull(),
    date: date({ mode: 'string' }).notNull(),
    state: text().$type<OccurrenceState>().notNull(),
    attempt: integer().notNull().default(1),
    booking_id: idColumn<BookingId>(),
    reasons: jsonb().$type<readonly Reason[]>().notNull().default([]),
    told: boolean().notNull().default(false),
    due: jsonb().$type<Due>(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.series_id, t.date] })],
);

export const seriesEvent = pgTable(
  'series_event',
  {
    operator_id: idColumn<OperatorId>().notNull(),
    series_id: idColumn<SeriesId>().notNull(),
    n: counterColumn().generatedAlwaysAsIdentity(),
    at: instantColumn().notNull(),
    kind: text().$type<SeriesEvent['kind']>().notNull(),
    body: jsonb().$type<SeriesEvent>().notNull(),
    told_at: instantColumn(),
  },
  (t) => [primaryKey({ columns: [t.operator_id, t.series_id, t.n] })],
);
