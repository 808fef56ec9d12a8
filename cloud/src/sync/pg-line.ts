import { announce, type Tx } from '../database/operator.ts';
import { isPassing } from '../database/pool.ts';
import { insertDead, insertFacts, moveHead, raiseAlarm } from './facts-store.ts';
import type { LineTx } from './line.ts';
import { changesAfter, pendingAsks, readSite, setEpoch, setHorizon } from './line-store.ts';
import { publish } from './publish.ts';

/** The line between the cloud and its sites in PostgreSQL, as seen and written by this transaction. */
export function pgLine(tx: Tx): LineTx {
  return {
    operatorId: tx.operatorId,
    readSite: (siteId) => readSite(tx, siteId, false),
    lockSite: (siteId) => readSite(tx, siteId, true),
    setHorizon: (siteId, horizonAt, proof) => setHorizon(tx, siteId, horizonAt, proof),
    setEpoch: (siteId, next, at) => setEpoch(tx, siteId, next, at),
    changesAfter: (siteId, cursor, most) => changesAfter(tx, siteId, cursor, most),
    pendingAsks: (siteId, epoch, most) => pendingAsks(tx, siteId, epoch, most),
    publish: (siteId, at, bodies) => publish(tx, siteId, at, bodies),
    announce: (siteId, what, ref) => announce(tx, siteId, what, ref),
    insertFacts: (siteId, epoch, facts) => insertFacts(tx, siteId, epoch, facts),
    insertDead: (siteId, epoch, at, dead) => insertDead(tx, siteId, epoch, at, dead),
    moveHead: (siteId, head, factAt, at) => moveHead(tx, siteId, head, factAt, at),
    raiseAlarm: (siteId, at, what, detail) => raiseAlarm(tx, siteId, at, what, detail),
    attempt: (work) => attempt(tx, work),
    isPassing,
  };
}

async function attempt<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx.query('SAVEPOINT part');
  try {
    const result = await work();
    await tx.query('RELEASE SAVEPOINT part');
    return result;
  } catch (error) {
    // When the connection is gone this throws as well, and the whole transaction is rolled back.
    await tx.query('ROLLBACK TO SAVEPOINT part');
    throw error;
  }
}
