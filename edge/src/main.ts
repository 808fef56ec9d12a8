import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { pino } from 'pino';
import { createApi } from './api.ts';
import { type Box, openBox } from './box.ts';
import { type Config, readConfig } from './config.ts';
import { type Devices, parseDevices } from './doors/devices.ts';
import { readClock } from './health/clock.ts';
import type { HealthPorts } from './health/health.ts';
import { createReading } from './reading.ts';
import { type Service, supervise } from './service.ts';
import { enrol } from './setup/enrol.ts';
import { findIdentity, type Identity, loadBoxKey, loadCredentialKey } from './setup/identity.ts';
import { findSite } from './sites/store.ts';
import type { CloudAccess } from './sync/cloud.ts';
import { nextFacts, outboxDepth } from './sync/outbox.ts';
import { findPosition } from './sync/position.ts';
import { createPull } from './sync/pull.ts';
import { createPush } from './sync/push.ts';

const version = '0.1.0';
const webDir = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** Builds every part of the box, starts it, and stops it in reverse. The only composition root. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel, base: { part: 'box' } });
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });

  let credentialKey: Buffer | undefined;
  const box = await openBox(
    config,
    devicesOf(config),
    () => (credentialKey ??= loadCredentialKey(config.dataDir)),
    log,
  );
  const identity = await identityOf(box);
  await box.writer.run('recordFact', {
    body: { kind: 'box_started', version, bootId: readClock().bootId },
    at: box.clock.now().at,
  });

  const stop = new AbortController();
  const running = servicesOf(box, identity).map((service) => supervise(service, stop.signal, log));
  const server = await listen(box, identity !== undefined);
  await stopAsked();

  log.info('stopping');
  stop.abort();
  await Promise.all(running);
  server.close();
  await box.writer.close();
}

function devicesOf(config: Config): Devices {
  if (!config.devicesFile) return parseDevices('{"readers":[],"relays":[]}', 'no devices file');
  if (!existsSync(config.devicesFile))
    throw new Error(`LINTEL_DEVICES_FILE names ${config.devicesFile}, which is not there.`);
  return parseDevices(readFileSync(config.devicesFile, 'utf8'), config.devicesFile);
}

/** Who this box is; enrols it first when it is nobody yet and has a code to spend. */
async function identityOf(box: Box): Promise<Identity | undefined> {
  const { dataDir, cloudUrl, enrolmentCode } = box.config;
  const known = findIdentity(dataDir);
  if (known || !enrolmentCode) return known;
  const identity = await enrol({ dataDir, cloudUrl, writer: box.writer }, enrolmentCode);
  box.log.info({ site: identity.siteName, epoch: identity.epoch }, 'enrolled');
  return identity;
}

function servicesOf(box: Box, identity: Identity | undefined): readonly Service[] {
  const local = [
    box.clock.service(box.writer),
    box.recorder.service(),
    ...box.strikes.services(),
    ...box.entrances.services(),
  ];
  return identity ? [...local, ...cloudServices(box, identity)] : local;
}

function cloudServices(
  { config, store, writer, clock, link, changes, log }: Box,
  identity: Identity,
): readonly Service[] {
  const access: CloudAccess = {
    url: config.cloudUrl,
    identity,
    key: loadBoxKey(config.dataDir),
    incarnation: () => findPosition(store).incarnation,
  };
  const pull = createPull(
    access,
    {
      position: () => findPosition(store),
      now: () => clock.now().at,
      applyChanges: (applied, at) => writer.run('applyChanges', { changes: applied, at }),
      applySnapshot: (snapshot, at) => writer.run('applySnapshot', { snapshot, at }),
      answerAsk: (question) => writer.run('answerAsk', question),
      hearTime: (cloudAt, roundTripMs) => clock.hear(cloudAt, roundTripMs),
    },
    link,
    log,
  );
  const push = createPush(
    access,
    {
      next: () => nextFacts(store),
      acknowledge: (seq) => writer.run('acknowledge', { seq }),
      untilNews: (lengthMs, signal) => changes.next('facts', lengthMs, signal),
    },
    log,
  );
  return [pull, push];
}

async function listen(box: Box, enrolled: boolean) {
  const { config, store } = box;
  const health: HealthPorts = {
    version,
    dataDir: config.dataDir,
    now: () => box.clock.now(),
    site: () => findSite(store),
    enrolled,
    link: () => box.link.state(),
    position: () => findPosition(store),
    outbox: () => outboxDepth(store),
    storeFailure: () => box.writer.failure,
    unwritten: () => box.recorder.unwritten,
    complaints: () => [],
  };
  const api = createApi(
    box,
    createReading(box, () => undefined),
    health,
    webDir,
  );
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const opened = serve({ fetch: api.fetch, hostname: config.host, port: config.port }, () =>
      resolve(opened),
    );
    opened.once('error', reject);
  });
  const { address, port } = server.address() as AddressInfo;
  box.log.info({ address, port }, 'the box answers');
  return server;
}

function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
  process.exit();
});
