import type { OperatorId, SiteId } from '@lintel/core/ids.ts';
import { siteDays } from '@lintel/core/sites/opening.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { CalendarTx } from '../../../../cloud/src/bookings/calendar.ts';
import type { What } from '../../../../cloud/src/database/operator.ts';
import type { LineTx } from '../../../../cloud/src/sync/line.ts';
import type { Store } from '../../../../edge/src/database/store.ts';
import { findAsk, keepAnswer, openAsks, putAsk, withdrawAsk } from './asks.ts';
import {
  findBooking,
  findReplacement,
  heldWithin,
  insertBookings,
  isNoted,
  noteChange,
  ofGroup,
  putBooking,
} from './bookings.ts';
import { insertDead, insertFacts, moveHead, raiseAlarm } from './facts.ts';
import { changesAfter, pendingAsks, publish, readSite, setEpoch, setHorizon } from './feed.ts';
import { findPerson, holderBody, keepGuest, loadBooker, plans } from './people.ts';
import { findPlace, findSite, resourcesOf } from './places.ts';

/** What both ports need of the transaction they stand in. `breathe` is where it may be held up, or its process die. */
export type Within = {
  readonly operatorId: OperatorId;
  readonly store: Store;
  readonly breathe: () => Promise<void>;
  readonly now: () => EpochMs;
  readonly announce: (siteId: SiteId, what: What, ref?: string) => void;
};

/** The cloud's calendar on SQLite: passes the suite the PostgreSQL one passes. */
export function sqliteCalendar({ operatorId, store, breathe, announce }: Within): CalendarTx {
  const after = async <T>(read: () => T): Promise<T> => {
    await breathe();
    return read();
  };
  return {
    operatorId,
    findPlace: (resourceId) => after(() => findPlace(store, resourceId)),
    resourcesOf: (siteId) => after(() => resourcesOf(store, siteId)),
    daysWithin: (siteId, span) =>
      after(() => {
        const { timeZone, opening } = findSite(store, siteId);
        return siteDays(timeZone, opening, span);
      }),
    heldWithin: (siteId, span, resourceIds) => after(() => heldWithin(store, siteId, span, resourceIds)),
    loadBooker: (holderId, siteId, span, at) => after(() => loadBooker(store, holderId, siteId, span, at)),
    plans: () => after(() => plans(store)),
    findPerson: (who) => after(() => findPerson(store, who)),
    keepGuest: (who) => after(() => keepGuest(store, who)),
    findBooking: (bookingId) => after(() => findBooking(store, bookingId)),
    findReplacement: (bookingId) => after(() => findReplacement(store, bookingId)),
    ofGroup: (groupId) => after(() => ofGroup(store, groupId)),
    insertBookings: (siteId, made) => after(() => insertBookings(store, siteId, made)),
    putBooking: (known, next, note, refusals) => after(() => putBooking(store, known, next, note, refusals)),
    note: (changed, note) => after(() => noteChange(store, changed, note)),
    isNoted: (bookingId, requestId) => after(() => isNoted(store, bookingId, requestId)),
    putAsk: (siteId, question, at) =>
      after(() => {
        putAsk(store, siteId, question, at);
        announce(siteId, 'ask');
      }),
    findAsk: (requestId) => after(() => findAsk(store, requestId)),
    openAsks: (bookingId) => after(() => openAsks(store, bookingId)),
    withdrawAsk: (requestId) => after(() => withdrawAsk(store, requestId)),
    keepAnswer: (requestId, answer, at) =>
      after(() => {
        const siteId = keepAnswer(store, requestId, answer, at);
        if (siteId) announce(siteId, 'answered', requestId);
      }),
    holderBodies: (_siteId, holderId) =>
      after(() => {
        const person = findPerson(store, { id: holderId });
        return person ? [holderBody(person)] : [];
      }),
    publish: (siteId, at, bodies) =>
      after(() => {
        announce(siteId, 'feed');
        return publish(store, siteId, at, bodies);
      }),
    announce: (siteId, what, ref) => after(() => announce(siteId, what, ref)),
  };
}

/** What the cloud and its sites agree on, on SQLite. */
export function sqliteLine(within: Within): LineTx {
  const { operatorId, store, breathe, announce } = within;
  const after = async <T>(read: () => T): Promise<T> => {
    await breathe();
    return read();
  };
  return {
    operatorId,
    readSite: (siteId) => after(() => readSite(store, siteId)),
    lockSite: (siteId) => after(() => readSite(store, siteId)),
    setHorizon: (siteId, horizonAt, proof) => after(() => setHorizon(store, siteId, horizonAt, proof)),
    setEpoch: (siteId, next) => after(() => setEpoch(store, siteId, next)),
    changesAfter: (siteId, cursor, most) => after(() => changesAfter(store, siteId, cursor, most)),
    pendingAsks: (siteId, epoch, most) => after(() => pendingAsks(store, siteId, epoch, most)),
    publish: sqliteCalendar(within).publish,
    announce: (siteId, what, ref) => after(() => announce(siteId, what, ref)),
    insertFacts: (siteId, epoch, facts) => after(() => insertFacts(store, siteId, epoch, facts)),
    insertDead: (siteId, epoch, at, dead) => after(() => insertDead(store, siteId, epoch, at, dead)),
    moveHead: (siteId, head, factAt) => after(() => moveHead(store, siteId, head, factAt)),
    raiseAlarm: (siteId, at, what, detail) => after(() => raiseAlarm(store, siteId, at, what, detail)),
    attempt: (work) => attempt(store, work),
    // Here transactions come one after the other: nothing passes by itself.
    isPassing: () => false,
  };
}

async function attempt<T>(store: Store, work: () => Promise<T>): Promise<T> {
  store.client.exec('SAVEPOINT part');
  try {
    const result = await work();
    store.client.exec('RELEASE part');
    return result;
  } catch (error) {
    store.client.exec('ROLLBACK TO part; RELEASE part');
    throw error;
  }
}
