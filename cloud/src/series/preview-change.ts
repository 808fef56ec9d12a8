import { refundNow } from '@lintel/core/bookings/change.ts';
import { type Charge, noCharge, plus } from '@lintel/core/bookings/price.ts';
import { judgeDates, type WantedDate } from '@lintel/core/bookings/series-judge.ts';
import { placeOn, withChange } from '@lintel/core/bookings/series-parts.ts';
import type { OccurrenceView } from '@lintel/core/bookings/series-wire.ts';
import type { SeriesId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';

import type { Tx } from '../database/operator.ts';
import type { Viewer } from '../members/may.ts';
import { placeOf } from './change-series.ts';
import { loadContext } from './context.ts';
import {
  isLive,
  type NotChanged,
  type Opened,
  openRange,
  type SeriesCancel,
  type SeriesChange,
} from './open-range.ts';
import type { SeriesPorts } from './ports.ts';
import { showDated, showJudged } from './show.ts';
import { findReceiver, type Receiver } from './transfer.ts';

/** `before`: what the date takes now. `refund`: what a cancel gives back. */
type DatePreview = OccurrenceView & { readonly before: Charge; readonly refund: Charge };

export type ChangePreview = {
  readonly kind: 'preview';
  readonly dates: readonly DatePreview[];
  readonly before: Charge;
  readonly after: Charge;
  readonly refund: Charge;
  readonly currency: string;
};

/** What would become of every date of the range, were it changed now. Writes nothing. */
export async function previewChange(
  ports: SeriesPorts,
  viewer: Viewer,
  seriesId: SeriesId,
  wanted: SeriesChange,
): Promise<NotChanged | ChangePreview> {
  const at = ports.now();
  return await ports.withOperator(viewer.operatorId, async (tx) => {
    const opened = await openRange(tx, viewer, seriesId, wanted, at);
    if (opened.kind !== 'opened') return opened;
    const { change } = wanted;
    if (change.kind === 'transfer') {
      if (opened.range.until !== undefined) return { kind: 'transfer_has_no_end' };
      const given = await findReceiver(tx, viewer, opened, change.toEmail, at);
      return given ? showTransfer(viewer, opened, given) : { kind: 'unknown_member' };
    }
    if (change.resourceId && !opened.spot.resources.has(change.resourceId))
      return { kind: 'unknown_resource' };
    return await judgeMove(tx, opened, change, at);
  });
}

async function judgeMove(
  tx: Tx,
  { series, spot, range, dated }: Opened,
  change: Extract<SeriesChange['change'], { kind: 'place' }>,
  at: EpochMs,
): Promise<ChangePreview> {
  const parts = withChange(series.parts, range, placeOf(change));
  const wanted: readonly WantedDate[] = dated
    .filter((one) => isLive(one) || one.state === 'clash' || one.state === 'skipped')
    .map((one) => ({
      date: one.date,
      place: placeOn(parts, one.date),
      was: isLive(one) ? one.booking : undefined,
    }));
  const context = await loadContext(tx, { ...series, spot }, wanted, at);
  const judged = judgeDates(wanted, context);
  return summed(
    judged.dates.map((one) => ({
      ...showJudged(one, context, []),
      before: one.was?.charge ?? noCharge,
      refund: noCharge,
    })),
    judged.total,
    spot.currency,
  );
}

/** What a member's plan and month would make of it is that member's own; who gives hears only which dates may go. */
function showTransfer(viewer: Viewer, { spot, dated }: Opened, { judged, context }: Receiver): ChangePreview {
  const before = new Map(dated.map(({ date, booking }) => [date, booking?.charge ?? noCharge]));
  const dates = judged.dates.map((one) => {
    const { charge, reasons, ...shown } = showJudged(one, context, []);
    const theirs = { reasons: viewer.staff ? reasons : [], ...(viewer.staff && charge ? { charge } : {}) };
    return { ...shown, ...theirs, before: before.get(one.date) ?? noCharge, refund: noCharge };
  });
  return summed(dates, viewer.staff ? judged.total : noCharge, spot.currency);
}

/** What a cancel of every date of the range would give back, were it done now. Writes nothing. */
export async function previewCancel(
  ports: SeriesPorts,
  viewer: Viewer,
  seriesId: SeriesId,
  wanted: SeriesCancel,
): Promise<NotChanged | ChangePreview> {
  const at = ports.now();
  return await ports.withOperator(viewer.operatorId, async (tx) => {
    const opened = await openRange(tx, viewer, seriesId, wanted, at);
    if (opened.kind !== 'opened') return opened;
    const { series, spot, dated } = opened;
    const { booker } = await loadContext(tx, { ...series, spot }, [], at);
    const plan = booker.kind === 'member' ? booker.plan : undefined;
    const names = new Map([...spot.resources.values()].map(({ id, name }) => [id, name]));
    const dates = dated
      .filter(({ state }) => state !== 'cancelled')
      .map((one): DatePreview => {
        const shown = showDated(one, series.parts, { timeZone: spot.timeZone, names });
        const { booking } = one;
        if (!booking || !isLive(one)) return { ...shown, before: noCharge, refund: noCharge };
        const refund = wanted.refundAll && viewer.staff ? booking.charge : refundNow(booking, plan, at);
        return { ...shown, before: booking.charge, refund };
      });
    return summed(dates, noCharge, spot.currency);
  });
}

function summed(dates: readonly DatePreview[], after: Charge, currency: string): ChangePreview {
  const sum = (part: (one: DatePreview) => Charge) => dates.map(part).reduce(plus, noCharge);
  return {
    kind: 'preview',
    dates,
    before: sum(({ before }) => before),
    after,
    refund: sum(({ refund }) => refund),
    currency,
  };
}
