import { placeOn } from '@lintel/core/bookings/series-parts.ts';
import { ruleSentence } from '@lintel/core/bookings/series-sentence.ts';
import type { HolderId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import { type ReaderRow, readersOf } from './change-store.ts';
import type { Actor } from './letters/about.ts';
import { type SeriesTold, writeSeriesLetter } from './letters/series-letter.ts';
import { takeUntoldEvents, type UntoldEvent } from './series-store.ts';
import { keepNotices, type NewNotice } from './store.ts';

type Told = { readonly holderId: HolderId; readonly told: SeriesTold };

/** Makes the notices of the oldest untold events of series, and says how many events it looked at. */
export async function tellSeries(
  tx: Tx,
  at: EpochMs,
  portalUrl: string | undefined,
  most = 100,
): Promise<number> {
  const events = await takeUntoldEvents(tx, at, most);
  const hearings = events.flatMap((event) => whoHearsOf(event).map((hearing) => ({ event, ...hearing })));
  const readers = await readersOf(
    tx,
    hearings.map(({ holderId }) => holderId),
  );
  const made = hearings.flatMap(({ event, holderId, told }) => {
    const reader = readers.get(holderId);
    return reader ? [noticeOf(event, told, reader, at, portalUrl)] : [];
  });
  await keepNotices(tx, made);
  return events.length;
}

/** People hear of conflicts, and of what somebody else did; never of what they did themselves and what went well. */
function whoHearsOf({ body, holder_id, made_by }: UntoldEvent): readonly Told[] {
  const owner = holder_id ?? made_by;
  switch (body.kind) {
    case 'series_made': {
      const isNews = body.clashes.length > 0 || body.toHolderId !== made_by;
      const told = { kind: 'made', booked: body.booked, clashes: body.clashes } as const;
      return isNews ? [{ holderId: body.toHolderId, told }] : [];
    }
    case 'series_clash':
      return [{ holderId: owner, told: { kind: 'clash', clashes: body.clashes } }];
    case 'series_changed':
    case 'series_cancelled': {
      const kind = body.kind === 'series_changed' ? 'changed' : 'cancelled';
      const { dates, from, until } = body;
      return body.by === owner ? [] : [{ holderId: owner, told: { kind, dates, from, until } }];
    }
    case 'series_transferred':
      return [
        { holderId: body.to, told: { kind: 'given' } },
        { holderId: body.from, told: { kind: 'given_away' } },
      ];
    default:
      return body satisfies never;
  }
}

function noticeOf(
  event: UntoldEvent,
  told: SeriesTold,
  reader: ReaderRow,
  at: EpochMs,
  portalUrl: string | undefined,
): NewNotice {
  const last = event.parts.at(-1);
  const { startMin, endMin } = placeOn(event.parts, last?.fromDate ?? event.dates.fromDate);
  return {
    cause: `series event ${event.n}`,
    holderId: reader.id,
    kind: 'series',
    siteId: event.site_id,
    seriesId: event.series_id,
    dueAt: at,
    letter: writeSeriesLetter({
      reader: { name: reader.name, ...(reader.time_zone ? { timeZone: reader.time_zone } : {}) },
      house: { ...event.house, portalUrl },
      actor: actorOf(event, reader),
      resourceName: event.resource_name,
      rule: ruleSentence({ ...event.dates, startMin, endMin }),
      event: told,
    }),
  };
}

function actorOf({ by_id, by_kind, by_name, body }: UntoldEvent, reader: ReaderRow): Actor {
  if (body.kind === 'series_transferred') return { kind: 'nobody' };
  if (by_id === reader.id) return { kind: 'reader' };
  return by_kind === 'staff' ? { kind: 'staff', name: by_name } : { kind: 'other', name: by_name };
}
