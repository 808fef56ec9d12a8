import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { pino } from 'pino';
import { createApi } from './api.ts';
import { type Box, openBox } from './box.ts';
import { type Config, readConfig } from './config.ts';
import { type Devices, parseDevices } from './doors/devices.ts';
import { readClock } from './health/clock.ts';
import type { HealthPorts } from './health/health.ts';
import { supervise } from './service.ts';
import { buildServices, type Running } from './services.ts';
import { claimDataDir } from './setup/claim-data-dir.ts';
import { enrol } from './setup/enrol.ts';
import { findIdentity, type Identity, loadCredentialKey } from './setup/identity.ts';
import { findSite } from './sites/store.ts';
import { outboxDepth } from './sync/outbox.ts';
import { findPosition } from './sync/position.ts';

const version = '0.1.0';
/** How long the parts have to end: relays are released in it, and a part that hangs keeps nothing from starting again. */
const stopMostMs = 5_000;
/** How long a box that is nobody waits for the cloud to make it somebody; one that is somebody has doors waiting for its start. */
const enrolMostMs = { nobody: 15_000, somebody: 2_000 };
const webDir = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** Builds every part of the box, starts it, and stops it in reverse. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel, base: { part: 'box' } });
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const claim = claimDataDir(config.dataDir);

  const devices = devicesOf(config);
  let credentialKey: Buffer | undefined;
  const keyOf = () => (credentialKey ??= loadCredentialKey(config.dataDir));
  const box = await openBox(config, devices, keyOf, log);
  const identity = await identityOf(box);
  await recordStart(box);

  const stop = new AbortController();
  const running = buildServices(box, devices, identity);
  const supervised = running.services.map((service) => supervise(service, stop.signal, log));
  const server = await listen(box, running, identity !== undefined);
  const fault = await Promise.race([stopAsked(), box.writer.ended]);

  if (!fault) log.info('stopping');
  stop.abort();
  server.close();
  if ('closeAllConnections' in server) server.closeAllConnections();
  await Promise.race([Promise.all(supervised), setTimeout(stopMostMs)]);
  if (fault) throw new Error(`The box can write no more and ends, to be started again: ${fault.message}`);
  box.store.close();
  await box.writer.close();
  claim.release();
}

function devicesOf({ devicesFile }: Config): Devices {
  if (!devicesFile) return parseDevices('{}', 'no devices file');
  if (!existsSync(devicesFile))
    throw new Error(`LINTEL_DEVICES_FILE names ${devicesFile}, which is not there.`);
  return parseDevices(readFileSync(devicesFile, 'utf8'), devicesFile);
}

/**
 * Who this box is. A code is spent when it is nobody yet, or when its store was restored and has to register anew; a box that is somebody starts as that, whatever becomes of the
 * code, because its doors need no cloud.
 */
async function identityOf(box: Box): Promise<Identity | undefined> {
  const { dataDir, cloudUrl, enrolmentCode } = box.config;
  const known = findIdentity(dataDir);
  const wanted = !known || findPosition(box.store).needsRegistration;
  if (!wanted || !enrolmentCode) return known;
  try {
    const waitMostMs = known ? enrolMostMs.somebody : enrolMostMs.nobody;
    const identity = await enrol({ dataDir, cloudUrl, writer: box.writer, waitMostMs }, enrolmentCode);
    box.log.info({ site: identity.siteName, epoch: identity.epoch }, 'enrolled');
    return identity;
  } catch (error) {
    if (!known) throw error;
    box.log.error({ err: error }, 'the box was not enrolled anew; its doors work, it books nothing');
    return known;
  }
}

/** A start is worth a fact, and not worth a door: with a full disk the box starts all the same. */
async function recordStart({ writer, clock, log }: Box): Promise<void> {
  const body = { kind: 'box_started', version, bootId: readClock().bootId } as const;
  await writer
    .run('recordFact', { body, at: clock.now().at })
    .catch((error: unknown) => log.error({ err: error }, 'the start was not recorded'));
}

async function listen(box: Box, { reading, complaints }: Running, enrolled: boolean) {
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
    complaints,
  };
  const api = createApi(box, reading, health, webDir);
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const options = { fetch: api.fetch, hostname: config.host, port: config.port };
    const opened = serve(options, () => resolve(opened));
    opened.once('error', (cause) => reject(notListening(config, cause)));
  });
  const { address, port } = server.address() as AddressInfo;
  box.log.info({ address, port }, 'the box answers');
  return server;
}

function notListening({ host, port }: Config, cause: Error): Error {
  if (!('code' in cause) || cause.code !== 'EADDRINUSE') return cause;
  return new Error(
    `Port ${port} on ${host} is taken. Stop the other program (is the box running already?), or set LINTEL_BOX_PORT.`,
    { cause },
  );
}

function stopAsked(): Promise<undefined> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve(undefined));
    process.once('SIGTERM', () => resolve(undefined));
  });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
