import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '@lintel/core/doors/decide.ts';
import type { Grant } from '@lintel/core/doors/grant.ts';
import { earlyMs, grantOfBooking } from '@lintel/core/doors/grant.ts';
import type { HolderId } from '@lintel/core/ids.ts';
import type { FactBody } from '@lintel/core/sync/wire.ts';
import { epochMs, hourMs } from '@lintel/core/time.ts';
import type { Logger } from 'pino';
import { findBooking, findResource, listBookingsOf } from './bookings/store.ts';
import { Changes } from './changes.ts';
import type { Config } from './config.ts';
import { openForReading } from './database/open.ts';
import type { Store } from './database/store.ts';
import { Writer } from './database/writer.ts';
import { createDevices, type Devices } from './doors/devices.ts';
import { Entrances } from './doors/entrances.ts';
import type { PresentPorts } from './doors/present.ts';
import { present } from './doors/present.ts';
import { presentPass } from './doors/read-pass.ts';
import { Recorder } from './doors/recorder.ts';
import { findCredential, findDoor, listGrantsOf } from './doors/store.ts';
import { Strikes } from './doors/strikes.ts';
import { answerTap, type TapPorts } from './doors/tap.ts';
import { unlockOrTell } from './doors/unlock.ts';
import { BoxClock, readClock } from './health/clock.ts';
import { findHolder } from './members/store.ts';
import { findSite } from './sites/store.ts';
import { Link } from './sync/link.ts';

/** How long after its end a booking still explains a refusal. */
const remembersMs = 24 * hourMs;

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
  readonly tapPorts: TapPorts;
  readonly presentPorts: PresentPorts;
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
  const recorder = new Recorder((event) => {
    const text = JSON.stringify({ kind: 'access_event', event } satisfies FactBody);
    return writer.run('recordAccess', { text, at: event.at });
  });

  const alarm = (what: string, detail: string) =>
    void writer
      .run('recordFact', { body: { kind: 'alarm', what, detail }, at: clock.now().at })
      .catch((error: unknown) => log.error({ err: error, what, detail }, 'an alarm was not recorded'));

  const { readers, relays } = createDevices(devices);
  const strikes = new Strikes(relays, changes);
  const presentPorts = presentFrom(store, clock, credentialKey);
  const tapPorts: TapPorts = {
    now: () => ({ ...clock.now(), reading: readClock() }),
    present: (presented, now) => store.snapshot(() => present(presentPorts, presented, now)),
    record: (event, waitMs) => recorder.record(event, waitMs),
    recordLater: (event) => recorder.recordLater(event),
    unlock: (door) => unlockOrTell({ move: (one) => strikes.unlock(one), alarm }, door),
  };
  const entrances = new Entrances(readers, answerAt(store, tapPorts), { changes, log });
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
    presentPorts,
  };
}

function answerAt(store: Store, ports: TapPorts): ConstructorParameters<typeof Entrances>[1] {
  return async (doorId, tap) => {
    const door = findDoor(store, doorId);
    if (!door) throw new Error(`the devices file names door ${doorId}, which this site does not have`);
    return (await answerTap(ports, door, tap)).decision.outcome;
  };
}

function presentFrom(store: Store, clock: BoxClock, credentialKey: () => Buffer): PresentPorts {
  return {
    get credentialKey() {
      return credentialKey();
    },
    findCredential: (key) => findCredential(store, key),
    findHolder: (id) => findHolder(store, id),
    grantsOf: (id, now) => grantsOf(store, id, now),
    readPass: (text, now) =>
      presentPass(
        {
          site: () => findSite(store),
          findHolder: (id) => findHolder(store, id),
          findBooking: (id) => findBooking(store, id),
          proveTime: (at) => clock.atLeast(at),
        },
        text,
        now,
      ),
  };
}

/** Grants the cloud sent, and those of the holder's bookings, whoever wrote them. */
function grantsOf(store: Store, holderId: HolderId, now: Instant): readonly Grant[] {
  const since = epochMs(Math.max(0, now.at - remembersMs - earlyMs));
  const booked = listBookingsOf(store, holderId, since).flatMap((booking) => {
    const resource = findResource(store, booking.resourceId);
    const grant = resource && grantOfBooking(booking, resource);
    return grant ? [grant] : [];
  });
  return [...listGrantsOf(store, holderId), ...booked];
}
