import { join } from 'node:path';
import { epochMs } from '@lintel/core/time.ts';
import { pino } from 'pino';
import { readConfig } from './config.ts';
import { startEmbedded } from './database/embedded.ts';
import { migrate } from './database/migrate.ts';
import { openPool } from './database/pool.ts';
import { loadKeys } from './keys.ts';
import { seedDemo } from './seed.ts';

/** Puts the demo operator into the cloud's database, while the cloud runs or not, and prints its members as JSON. */
const config = readConfig();
const log = pino({ name: 'lintel-seed' }, process.stderr);
const keys = await loadKeys(join(config.dataDir, 'keys.json'));
const database =
  config.databaseUrl === undefined
    ? await startEmbedded({ directory: join(config.dataDir, 'postgres'), password: keys.databasePassword })
    : undefined;
const pool = openPool(config.databaseUrl ?? database?.url ?? '', log);
try {
  await migrate(pool);
  const seeded = await seedDemo({ pool, keys, now: () => epochMs(Date.now()) });
  process.stdout.write(`${JSON.stringify(seeded, null, 2)}\n`);
} finally {
  await pool.end();
  // The server of a running cloud was only borrowed.
  if (database && !database.adopted) await database.stop();
}
