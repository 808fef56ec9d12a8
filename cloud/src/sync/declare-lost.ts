import type { SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { CalendarTx } from '../bookings/calendar.ts';
import { settleLost } from '../bookings/settle-lost.ts';
import type { LineTx } from './line.ts';

export type DeclaredLost =
  | {
      readonly kind: 'lost';
      readonly epoch: number;
      readonly horizonAt: EpochMs;
      readonly isTakenOver: boolean;
      /** When the last fact was made that the box told of. What it wrote after that is known to nobody. */
      readonly factAt?: EpochMs | undefined;
    }
  | { readonly kind: 'no_box' };

const pageMost = 200;

/**
 * Gives a site's box up for lost. The epoch goes up, so that its identity is refused for good, and what was asked of it is settled here. When it is stated to be switched off the cloud writes the
 * site's whole calendar from this moment on; otherwise, since it may still be at work behind a cut, only from the horizon on, as before. Said again it changes nothing but that.
 */
export async function declareLost(
  line: LineTx,
  calendar: CalendarTx,
  siteId: SiteId,
  { isSwitchedOff, by }: { readonly isSwitchedOff: boolean; readonly by: string },
  at: EpochMs,
): Promise<DeclaredLost> {
  const before = await line.lockSite(siteId);
  if (before.epoch === 0) return { kind: 'no_box' };
  const epoch = before.box ? before.epoch + 1 : before.epoch;
  const lostAt = before.lostAt ?? at;
  const takenOverAt = before.takenOverAt ?? (isSwitchedOff ? at : undefined);
  const isTakenOver = takenOverAt !== undefined;
  const { horizonAt, factAt } = before;
  if (before.box || isTakenOver !== (before.takenOverAt !== undefined)) {
    await line.setEpoch(siteId, { epoch, lostAt, takenOverAt }, at);
    const last = factAt === undefined ? 'It never told of anything.' : `Its last fact is of ${factAt}.`;
    const how = isSwitchedOff ? 'stated to be switched off' : 'not stated to be switched off';
    await line.raiseAlarm(siteId, at, 'box_lost', `Declared lost by ${by}, ${how}. ${last}`);
    await line.announce(siteId, 'link');
    await line.announce(siteId, 'bookings');
  }
  for (;;) {
    const asks = await line.pendingAsks(siteId, epoch, pageMost);
    if (asks.length === 0) break;
    await settleLost(calendar, siteId, asks, { isTakenOver, until: horizonAt }, at);
  }
  return { kind: 'lost', epoch, horizonAt, isTakenOver, factAt };
}
