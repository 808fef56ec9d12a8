import { join } from 'node:path';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Pool } from 'pg';
import { buildApi, type CloudApi } from './api.ts';
import { bookingsClock } from './bookings/clock.ts';
import { calendarPorts } from './bookings/ports.ts';
import { clockWork } from './clock-work.ts';
import type { MailSettings } from './config.ts';
import { openDirectory } from './database/directory.ts';
import { onSettledServer, settleGeneration } from './database/generation.ts';
import { migrate } from './database/migrate.ts';
import { Notices } from './database/notices.ts';
import { operatorScope } from './database/operator.ts';
import { openAuthPool, openPool } from './database/pool.ts';
import { Redis } from './database/redis.ts';
import { redisCarrier } from './database/redis-carrier.ts';
import { applyFacts } from './effects.ts';
import type { Keys } from './keys.ts';
import type { Log } from './log.ts';
import { openAuth } from './members/auth.ts';
import { smtpMailer } from './notices/mail/smtp.ts';
import { noticeWork } from './notices/services.ts';
import { rulesWork } from './rules-work.ts';
import { seriesClock } from './series/clock.ts';
import type { Service } from './service.ts';
import { horizonProver } from './sync/prove-horizon.ts';
import { raiseHorizons } from './sync/recover.ts';
import { Streams } from './sync/streams.ts';

export type CloudSettings = {
  readonly databaseUrl: string;
  readonly keys: Keys;
  readonly horizonHours: number;
  readonly publicUrl: string | undefined;
  readonly redisUrl?: string | undefined;
  readonly mail?: MailSettings | undefined;
  readonly now: () => EpochMs;
  readonly log: Log;
};

/** One cloud process without its socket: what answers requests, what runs beside them, and how to end it. */
export type Cloud = {
  readonly api: CloudApi;
  readonly pool: Pool;
  readonly services: readonly Service[];
  readonly endStreams: () => void;
  readonly close: () => Promise<void>;
};

/** Brings the database to this version and builds every part. Throws when the database cannot be reached. */
export async function openCloud(settings: CloudSettings): Promise<Cloud> {
  const { databaseUrl, keys, log, now } = settings;
  const prove = horizonProver(keys);
  const settler = openPool(databaseUrl, log, 2);
  await migrate(settler);
  const settle = () =>
    settleGeneration(settler, () =>
      raiseHorizons({
        directory: openDirectory(settler),
        withOperator: operatorScope(settler),
        now,
        prove,
        horizonHours: settings.horizonHours,
      }),
    );
  const pool = openPool(databaseUrl, log, 10, onSettledServer(await settle(), settle, log));
  const authPool = openAuthPool(databaseUrl, log);
  const directory = openDirectory(pool);
  const redis = settings.redisUrl === undefined ? undefined : new Redis(settings.redisUrl, log);
  const withOperator = operatorScope(pool, redis && redisCarrier(redis, pool, log));
  const notices = new Notices(databaseUrl, log, redis);
  const streams = new Streams();
  const auth = openAuth({ pool: authPool, secret: keys.sessionSecret, publicUrl: settings.publicUrl, log });
  const mailer = settings.mail && smtpMailer(settings.mail.url, settings.mail.from);
  if (!mailer) log.warn({}, 'no mail is sent: SMTP_URL is not set; notices are kept, and shown as not sent');
  const closing = new AbortController();
  const screensDir = join(import.meta.dirname, '../../web/dist');
  const parts = {
    ...settings,
    directory,
    withOperator,
    notices,
    streams,
    auth,
    applyFacts,
    prove,
    ...calendarPorts({ now, withOperator, notices, log }),
    closing: closing.signal,
    screensDir,
    mailer,
    sendsMail: mailer !== undefined,
  };
  return {
    api: buildApi(parts),
    pool,
    services: [
      { name: 'notices', run: (signal) => notices.run(signal) },
      ...clockWork(parts),
      ...rulesWork(parts),
      seriesClock(parts),
      bookingsClock(parts),
      ...noticeWork(parts),
    ],
    endStreams: () => {
      streams.close();
      closing.abort();
    },
    close: async () => {
      streams.close();
      closing.abort();
      mailer?.close();
      await Promise.all([pool.end(), authPool.end(), settler.end()]);
    },
  };
}
