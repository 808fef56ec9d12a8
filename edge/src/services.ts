import { join } from 'node:path';
import type { ResourceId } from '@lintel/core/ids.ts';
import type { Ask } from '@lintel/core/sync/wire.ts';
import { createCalendarPrune } from './bookings/prune.ts';
import { createRelease, listNoShows } from './bookings/release.ts';
import { hasRoomForBookings } from './bookings/room-on-disk.ts';
import { listResources } from './bookings/store.ts';
import type { Box } from './box.ts';
import { type Broker, createBroker } from './broker/broker.ts';
import { followMqttClients } from './broker/clients.ts';
import { findMeta } from './database/meta.ts';
import type { Devices } from './doors/devices.ts';
import { createOccupancy, type Occupancy } from './occupancy/occupancy.ts';
import { createAgendaPublisher } from './panels/publish.ts';
import { createReading, type Reading } from './reading.ts';
import { type Service, sleep } from './service.ts';
import { type Identity, loadBoxKey } from './setup/identity.ts';
import { createMachineBinding, readMachine } from './setup/machine.ts';
import { findSite } from './sites/store.ts';
import { lineTo } from './sync/cloud.ts';
import { nextFacts } from './sync/outbox.ts';
import { findPosition } from './sync/position.ts';
import { createPrune } from './sync/prune.ts';
import { createPull } from './sync/pull.ts';
import { createPush } from './sync/push.ts';
import { countUnknownChanges } from './sync/store.ts';

const loopback = '127.0.0.1';
const readingsKeptDays = 90;

export type Running = {
  readonly services: readonly Service[];
  readonly reading: Reading;
  /** What broker, sensors and readers have to complain of, as sentences. */
  readonly complaints: () => readonly string[];
};

/** Builds every service of the box. Without an identity it has no cloud to speak to; everything else runs. */
export function buildServices(box: Box, devices: Devices, identity: Identity | undefined): Running {
  const broker = brokerOf(box, identity);
  const occupancy = occupancyOf(box, devices, broker);
  const reading = createReading(box, (id: ResourceId) => occupancy.occupied(id));
  const outbox: Outbox = { complaint: undefined };
  const services = [
    machineOf(box),
    box.clock.service(box.writer),
    box.recorder.service(),
    ...box.strikes.services(),
    ...box.entrances.services(),
    broker,
    ...(devices.sensors.length > 0 ? [occupancy] : []),
    agendasOf(box, reading, broker),
    createPrune({
      now: () => box.clock.now(),
      prune: (batch) => box.writer.run('pruneFacts', batch),
      rest: sleep,
    }),
    createCalendarPrune({
      now: () => box.clock.now(),
      prune: (at) => box.writer.run('pruneCalendar', { at }),
      rest: sleep,
    }),
    releaseOf(box),
    ...(identity ? cloudServices(box, identity, outbox) : []),
  ];
  return {
    services,
    reading,
    complaints: () => [
      ...box.entrances.trouble(),
      ...box.strikes.trouble(),
      ...(outbox.complaint ? [outbox.complaint] : []),
      ...roomOf(box),
      ...unknownOf(box),
      ...broker.trouble(),
      ...occupancy.trouble(),
    ],
  };
}

/** What stands against the outbox now. */
type Outbox = { complaint: string | undefined };

function cloudServices(box: Box, identity: Identity, outbox: Outbox): readonly Service[] {
  const { config, store, writer, clock, link, changes, log } = box;
  const cloud = lineTo({
    url: config.cloudUrl,
    identity,
    key: loadBoxKey(config.dataDir),
    incarnation: () => findPosition(store).incarnation,
  });
  const pull = createPull(
    cloud,
    {
      position: () => findPosition(store),
      now: () => clock.now().at,
      applyChanges: (applied, at) => writer.run('applyChanges', { changes: applied, at }),
      applySnapshot: (snapshot, at) => writer.run('applySnapshot', { snapshot, at }),
      answerAsk: (question) =>
        mayAnswer(box, question.ask) ? writer.run('answerAsk', question) : Promise.resolve(),
      standDown: () => writer.run('requireRegistration', undefined),
      hearTime: (cloudAt, roundTripMs) => clock.hear(cloudAt, roundTripMs),
    },
    link,
    log,
  );
  const push = createPush(
    cloud,
    {
      next: () => nextFacts(store),
      acknowledge: (seq) => writer.run('acknowledge', { seq }),
      sendAgainFrom: (seq) => writer.run('sendAgainFrom', { seq }),
      untilNews: (lengthMs, signal) => changes.next('facts', lengthMs, signal),
      complain: (why) => {
        outbox.complaint = why && `The cloud does not take what happened here: ${why}`;
      },
    },
    log,
  );
  return [pull, push];
}

/** A disk that is nearly full takes no more bookings; the question stays open, and is asked again. */
function mayAnswer({ config }: Box, ask: Ask): boolean {
  return ask.kind !== 'book' || hasRoomForBookings(config.dataDir);
}

/** Gives away what nobody came for. */
function releaseOf({ clock, store, writer }: Box): Service {
  return createRelease({
    now: () => clock.now(),
    listDue: (at) => listNoShows(store, at),
    release: (bookingId, at) => writer.run('releaseNoShow', { id: bookingId, at }),
    rest: sleep,
  });
}

function brokerOf(box: Box, identity: Identity | undefined): Broker {
  const { mqttPort, mqttLanHost, dataDir } = box.config;
  return createBroker({
    host: loopback,
    port: mqttPort,
    lanHost: mqttLanHost,
    lanPort: mqttLanHost ? mqttPort : undefined,
    siteId: () => identity?.siteId,
    clients: followMqttClients(join(dataDir, 'mqtt-clients.json')),
    log: box.log,
  });
}

function occupancyOf(box: Box, devices: Devices, broker: Broker): Occupancy {
  return createOccupancy({
    sensors: devices.sensors,
    telemetryFile: join(box.config.dataDir, 'telemetry.db'),
    keepDays: readingsKeptDays,
    now: () => box.clock.now().at,
    nowMs: () => performance.now(),
    listen: (filter, heard) => broker.listen(filter, heard),
    onChange: ({ resourceId, occupied, sensor, at }) => {
      const seen = occupied === undefined ? {} : { occupied };
      box.writer
        .run('recordFact', { body: { kind: 'occupied', resourceId, sensor, ...seen }, at })
        .then(() => box.changes.tell('bookings'))
        .catch((error: unknown) => box.log.error({ err: error }, 'a change of occupancy was not recorded'));
    },
    log: box.log,
  });
}

function agendasOf(box: Box, reading: Reading, broker: Broker): Service {
  return createAgendaPublisher(
    {
      resources: () => listResources(box.store),
      agenda: (resource) => (findSite(box.store) ? reading.agenda(resource) : undefined),
      publish: (id, agenda) => broker.publishAgenda(id, agenda),
    },
    box.changes,
  );
}

/** First of all, so that nothing is written before it. */
function machineOf({ config, store, writer, log }: Box): Service {
  return createMachineBinding({
    machine: readMachine(config.machineFile),
    known: () => findMeta(store, 'machine'),
    bind: (machine) => writer.run('bindMachine', { machine }),
    warn: (words) => log.warn(words),
  });
}

function roomOf({ config }: Box): readonly string[] {
  if (hasRoomForBookings(config.dataDir)) return [];
  return [
    'Nothing is booked here: the disk is nearly full, and what is left is kept for the doors. Free space on it.',
  ];
}

function unknownOf({ store }: Box): readonly string[] {
  const count = countUnknownChanges(store);
  if (count === 0) return [];
  return [`The cloud sent ${count} changes this version does not know or cannot keep. Update this box.`];
}
