import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AccessEvent } from '@lintel/core/doors/wire.ts';
import type { Logger } from 'pino';
import { createArrivals, listArrived } from './bookings/check-in-by-tap.ts';
import { Changes } from './changes.ts';
import type { Config } from './config.ts';
import { knownHere } from './database/known-here.ts';
import { openForReading } from './database/open.ts';
import type { Store } from './database/store.ts';
import { Writer } from './database/writer.ts';
import type { Answer, TapAt } from './doors/decide-tap.ts';
import { createDevices, type Devices } from './doors/devices.ts';
import { Entrances } from './doors/entrances.ts';
import { inTime } from './doors/in-time.ts';
import type { OpenPorts } from './doors/open.ts';
import { type Credential, credentialHash, type PresentPorts, present } from './doors/present.ts';
import type { RecordedTap } from './doors/record-tap.ts';
import { Recorder } from './doors/recorder.ts';
import { findDoor } from './doors/store.ts';
import { Strikes } from './doors/strikes.ts';
import { answerTap, type TapPorts } from './doors/tap.ts';
import { unlockOrTell } from './doors/unlock.ts';
import { BoxClock, readClock } from './health/clock.ts';
import { findHolder } from './members/store.ts';
import { Link } from './sync/link.ts';

/** The parts every service and route of the box is made of. */
export type Box = {
  readonly config: Config;
  readonly log: Logger;
  readonly store: Store;
  readonly writer: Writer;
  readonly changes: Changes;
  readonly clock: BoxClock;
  readonly link: Link;
  readonly recorder: Recorder;
  readonly strikes: Strikes;
  readonly entrances: Entrances;
  readonly tapPorts: TapPorts & Pick<OpenPorts, 'record'>;
  readonly presentPorts: PresentPorts & { readonly credentialKey: Buffer };
};

/** Opens the store and builds the parts around it; nothing runs yet. `credentialKey` is asked for at each tap, for enrolment may bring it later. */
export async function openBox(
  config: Config,
  devices: Devices,
  credentialKey: () => Buffer,
  log: Logger,
): Promise<Box> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const path = join(config.dataDir, 'site.db');
  const changes = new Changes();
  const writer = await Writer.open(path, changes);
  const store = openForReading(path);
  const clock = new BoxClock(store);
  const recorder = new Recorder((event) => writer.run('recordAccess', { event }));

  const alarm = (what: string, detail: string) =>
    void writer
      .run('recordFact', { body: { kind: 'alarm', what, detail }, at: clock.now().at })
      .catch((error: unknown) => log.error({ err: error, what, detail }, 'an alarm was not recorded'));

  const { readers, relays } = createDevices(devices);
  const strikes = new Strikes(relays, changes);
  const hashOf = (presented: Credential) => credentialHash(credentialKey(), presented);
  const known = knownHere(store, hashOf, (at) => clock.atLeast(at));
  const tapPorts: Box['tapPorts'] = {
    now: () => ({ ...clock.now(), reading: readClock() }),
    recordTap: async (at) => inTime(recordByWriter({ writer, clock, hashOf }, at), at.door.recordWaitMs),
    present: (presented, now) => store.snapshot(() => present(known, presented, now)),
    record: (event, waitMs) => recorder.record(event, waitMs),
    recordLater: (event, unless) => recorder.recordLater(event, unless),
    unlock: (door) => unlockOrTell({ move: (one) => strikes.unlock(one), alarm }, door),
  };
  const entrances = new Entrances(readers, answerAt(store, tapPorts, arrivalsOf({ store, writer, log })), {
    changes,
    log,
  });
  const link = new Link(changes);
  return {
    config,
    log,
    store,
    writer,
    changes,
    clock,
    link,
    recorder,
    strikes,
    entrances,
    tapPorts,
    presentPorts: {
      ...known,
      get credentialKey() {
        return credentialKey();
      },
    },
  };
}

/** Told of each tap once it is answered; it waits for nothing. */
function answerAt(
  store: Store,
  ports: TapPorts,
  arrived: (event: AccessEvent) => void,
): ConstructorParameters<typeof Entrances>[1] {
  return async (doorId, tap) => {
    const door = findDoor(store, doorId);
    if (!door) throw new Error(`the devices file names door ${doorId}, which this site does not have`);
    const { decision, event } = await answerTap(ports, door, tap);
    arrived(event);
    return decision.outcome;
  };
}

/** Whoever opens the door of their booking is checked in. */
function arrivalsOf({
  store,
  writer,
  log,
}: Pick<Box, 'store' | 'writer' | 'log'>): (event: AccessEvent) => void {
  return createArrivals({
    listArrived: (event) => listArrived(store, event),
    checkIn: (id, event) => writer.run('checkInByTap', { id, by: nameOf(store, event), at: event.at }),
    complain: (error) => log.error({ err: error }, 'somebody who came was not checked in'),
  });
}

function nameOf(store: Store, { holderId }: AccessEvent): string {
  return (holderId && findHolder(store, holderId)?.name) || 'the door';
}

/** The tap as the writer decides and records it. What a genuine pass proved of the time, this thread's clock learns. Throws what the credential key's file does. */
function recordByWriter(
  { writer, clock, hashOf }: { writer: Writer; clock: BoxClock; hashOf: PresentPorts['hashOf'] },
  at: TapAt,
): Answer | Promise<Answer> {
  const { presented } = at.tap;
  const isKept = presented.kind === 'card' || presented.kind === 'pin';
  const learn = ({ provedAt, ...answer }: RecordedTap) => {
    if (provedAt !== undefined) clock.atLeast(provedAt);
    return answer;
  };
  const recorded = writer.runInPlace('recordTap', {
    ...at,
    credentialHash: isKept ? hashOf(presented) : undefined,
  });
  return recorded instanceof Promise ? recorded.then(learn) : learn(recorded);
}
