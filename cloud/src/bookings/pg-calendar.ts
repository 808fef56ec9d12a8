import { siteDays } from '@lintel/core/sites/opening.ts';
import { announce, type Tx } from '../database/operator.ts';
import { isCollision, slotTaken, sqlState } from '../database/pool.ts';
import { loadOpening } from '../sites/hours-store.ts';
import { publish } from '../sync/publish.ts';
import { holderBodies } from '../sync/rows.ts';
import { findAsk, keepAnswer, openAsks, putAsk, withdrawAsk } from './ask-store.ts';
import { allPlans, findPerson, keepGuest, loadBooker } from './booker-store.ts';
import { type CalendarTx, Collided, IdTaken, SlotTaken } from './calendar.ts';
import { findPlace, resourcesOf } from './place-store.ts';
import {
  findBooking,
  findReplacement,
  heldWithin,
  insertBookings,
  isNoted,
  noteChange,
  ofGroup,
  putBooking,
} from './store.ts';

/** The calendar of an operator in PostgreSQL, as seen and written by this transaction. */
export function pgCalendar(tx: Tx): CalendarTx {
  return {
    operatorId: tx.operatorId,
    findPlace: (resourceId) => findPlace(tx, resourceId),
    resourcesOf: (siteId) => resourcesOf(tx, siteId),
    daysWithin: async (siteId, span) => {
      const { timeZone, opening } = await loadOpening(tx, siteId);
      return siteDays(timeZone, opening, span);
    },
    heldWithin: (siteId, span, resourceIds) => heldWithin(tx, siteId, span, resourceIds),
    loadBooker: (holderId, siteId, span, at) => loadBooker(tx, holderId, siteId, span, at),
    plans: () => allPlans(tx),
    findPerson: (who) => findPerson(tx, who),
    keepGuest: (who) => told(keepGuest(tx, who)),
    findBooking: (bookingId) => findBooking(tx, bookingId),
    findReplacement: (bookingId) => findReplacement(tx, bookingId),
    ofGroup: (groupId) => ofGroup(tx, groupId),
    insertBookings: (siteId, made) => told(insertBookings(tx, siteId, made)),
    putBooking: (known, next, note, refusals) => told(putBooking(tx, known, next, note, refusals)),
    note: (changed, note) => noteChange(tx, changed, note),
    isNoted: (bookingId, requestId) => isNoted(tx, bookingId, requestId),
    putAsk: (siteId, question, at) => told(putAsk(tx, siteId, question, at)),
    findAsk: (requestId) => findAsk(tx, requestId),
    openAsks: (bookingId) => openAsks(tx, bookingId),
    withdrawAsk: (requestId) => withdrawAsk(tx, requestId),
    keepAnswer: (requestId, answer, at) => keepAnswer(tx, requestId, answer, at),
    holderBodies: (siteId, holderId, at) => holderBodies(tx, siteId, at, [holderId]),
    publish: (siteId, at, bodies) => told(publish(tx, siteId, at, bodies)),
    announce: (siteId, what, ref) => announce(tx, siteId, what, ref),
  };
}

/** PostgreSQL's word for what went wrong in the calendar's own. */
async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const state = sqlState(cause);
    if (state === slotTaken) throw new SlotTaken('Another booking holds the slot.', { cause });
    if (state === '23505') throw new IdTaken('This booking is kept already.', { cause });
    if (isCollision(cause)) throw new Collided('Two transactions stood in each other’s way.', { cause });
    throw cause;
  }
}
