import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { epochMs } from '@lintel/core/time.ts';
import { pino } from 'pino';
import { openCloud } from './cloud.ts';
import { BadSetting, type Config, readConfig } from './config.ts';
import { OwnDatabase } from './database/own-database.ts';
import { loadKeys } from './keys.ts';
import { loggedError } from './log.ts';
import { supervise } from './service.ts';

const log = pino({ name: 'lintel-cloud', serializers: { err: loggedError } });

/** Starts the cloud, runs it until SIGTERM or SIGINT, and ends in the reverse order: streams, requests, pools, PostgreSQL. */
async function main(config: Config): Promise<void> {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => stop.abort());

  await mkdir(config.dataDir, { recursive: true });
  const keys = await loadKeys(join(config.dataDir, 'keys.json'));
  const database =
    config.databaseUrl === undefined
      ? await OwnDatabase.start(config.dataDir, keys.databasePassword, log)
      : undefined;
  try {
    const databaseUrl = config.databaseUrl ?? database?.url ?? '';
    const cloud = await openCloud({ ...config, databaseUrl, keys, now: () => epochMs(Date.now()), log });
    const server = await listen(cloud.api.fetch, config);
    const services = database ? [...cloud.services, database] : cloud.services;
    const running = services.map((service) => supervise(service, stop.signal, log));
    await aborted(stop.signal);
    log.info('stopping');
    cloud.endStreams();
    await Promise.all([closeServer(server), ...running]);
    await cloud.close();
  } finally {
    await database?.stop();
  }
  log.info('stopped');
}

async function listen(
  fetch: Parameters<typeof createAdaptorServer>[0]['fetch'],
  { host, port }: Config,
): Promise<ServerType> {
  const server = createAdaptorServer({ fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why =
        cause.code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be opened (${cause.code})`;
      reject(
        new BadSetting(
          `${host} port ${port} ${why}. Set LINTEL_CLOUD_PORT and LINTEL_CLOUD_HOST to another.`,
          { cause },
        ),
      );
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  log.info({ host, port: typeof address === 'object' ? address?.port : port }, 'listening');
  return server;
}

/** Requests under way may end; what is still open after that, a browser's event stream above all, is cut. */
async function closeServer(server: ServerType): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const cut = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 2000);
  if ('closeIdleConnections' in server) server.closeIdleConnections();
  await closed;
  clearTimeout(cut);
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

try {
  await main(readConfig());
} catch (error) {
  if (error instanceof BadSetting) process.stderr.write(`${error.message}\n`);
  else log.fatal({ err: error }, 'the cloud could not start');
  process.exitCode = 1;
}
