import type { HolderId, SiteId } from '@lintel/core/ids.ts';
import type { ChangeBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import { publish } from '../sync/publish.ts';
import { type Month, type MonthLeft, monthsLeft } from './balance-store.ts';
import { balancesDueAt, periodsToTell, takeDueBalances } from './due-store.ts';
import { findSent, holdersAt, keepSent, outboxHead } from './sent-store.ts';

const atOnce = 200;

/**
 * Tells a site what is left of some of the months that are due; answers whether there were any. The site's row is locked first: every fact up to `asOfFact` is then counted, and none after it.
 */
export async function tellBalances(tx: Tx, siteId: SiteId, at: EpochMs): Promise<boolean> {
  const { asOfFact } = await outboxHead(tx, siteId, 'locked');
  const due = await takeDueBalances(tx, siteId, atOnce);
  if (due.length === 0) return false;
  const left = await monthsLeft(tx, siteId, due, 'site', at);
  await keepSent(tx, siteId, left, asOfFact);
  await publish(
    tx,
    siteId,
    at,
    left.map((month) => bodyOf(month, asOfFact)),
  );
  return true;
}

/** What is left to everybody who may book at a site, for a snapshot: give it a transaction of one moment. */
export async function balanceBodies(tx: Tx, siteId: SiteId, at: EpochMs): Promise<ChangeBody[]> {
  const { asOfFact } = await outboxHead(tx, siteId, 'read');
  const left = await monthsLeft(tx, siteId, await monthsAt(tx, siteId, at), 'site', at);
  return left.map((month) => bodyOf(month, asOfFact));
}

/** Notes down what a site was told otherwise than it now is, or not at all: memberships that began or ended, months that come near. */
export async function noteUntold(tx: Tx, siteId: SiteId, at: EpochMs): Promise<void> {
  const left = await monthsLeft(tx, siteId, await monthsAt(tx, siteId, at), 'site', at);
  const sent = await findSent(tx, siteId);
  const untold = left.filter((month) => {
    const told = sent.get(keyOf(month));
    return told?.includedMs !== month.left.includedMs || told?.creditCents !== month.left.creditCents;
  });
  if (untold.length > 0) await balancesDueAt(tx, siteId, untold);
}

async function monthsAt(tx: Tx, siteId: SiteId, at: EpochMs): Promise<readonly Month[]> {
  const { timeZone } = await outboxHead(tx, siteId, 'read');
  const holderIds = await holdersAt(tx, siteId, at);
  return periodsToTell(timeZone, at).flatMap((period) =>
    holderIds.map((holderId: HolderId) => ({ holderId, period })),
  );
}

function bodyOf({ holderId, period, left }: MonthLeft, asOfFact: number): ChangeBody {
  return { kind: 'balance', balance: { holderId, period, ...left, asOfFact } };
}

function keyOf({ holderId, period }: Month): string {
  return `${holderId} ${period}`;
}
