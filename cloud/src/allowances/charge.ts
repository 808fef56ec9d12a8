import { entriesFor, isZero, periodOf, takes } from '@lintel/core/allowances/ledger.ts';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import { minus } from '@lintel/core/bookings/price.ts';
import type { BookingId, HolderId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import { type Account, addEntries, loadAccounts, type NewEntry } from './ledger-store.ts';

/**
 * Makes the ledger say what these bookings take as they now stand. Call it in the transaction that wrote them, after their rows: whichever path a booking was written by, in whatever order its versions
 * came, the lines sum to what it takes. Called again it adds nothing. Answers how many lines it added.
 */
export async function chargeLedger(tx: Tx, bookingIds: readonly BookingId[], at: EpochMs): Promise<number> {
  if (bookingIds.length === 0) return 0;
  const accounts = await loadAccounts(tx, bookingIds);
  const entries = accounts.flatMap(linesOf);
  await addEntries(tx, entries, at);
  return entries.length;
}

/** Whether the change is one the ledger has to hear of: most changes take and give back nothing. */
export function isChargedOtherwise(before: Booking | undefined, after: Booking): boolean {
  if (!before) return !isZero(takes(after));
  return (
    before.holderId !== after.holderId ||
    before.startsAt !== after.startsAt ||
    !isZero(minus(takes(before), takes(after)))
  );
}

function linesOf(account: Account): readonly NewEntry[] {
  const { bookingId, version, siteId, creditCentsPerHour, pricePerHour } = account;
  return entriesFor(account, periodOf(account.timeZone, account.startsAt), account.kept).map((entry) => ({
    ...entry,
    membershipId: membershipOf(account, entry.holderId),
    siteId,
    bookingId,
    version,
    kind: 'charge',
    creditCentsPerHour,
    pricePerHour,
  }));
}

/** A booking stays with the membership it was first charged to. */
function membershipOf({ kept, membershipId, holderId: now }: Account, holderId: HolderId) {
  const before = kept.find((one) => one.holderId === holderId);
  return before ? before.membershipId : holderId === now ? membershipId : undefined;
}
