import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmbedded } from '@lintel/cloud/database/embedded.ts';
import { openPool } from '@lintel/cloud/database/pool.ts';
import { loadKeys } from '@lintel/cloud/keys.ts';
import { silent } from '@lintel/cloud/log.ts';
import { demoPassword, demoSiteId } from '@lintel/cloud/seed.ts';
import { enrolmentCode, logIn } from '../../scripts/demo/client.ts';
import { Program, portNear, root } from '../../scripts/demo/process.ts';

/** A cloud in a process of its own with the demo operator in it, an enrolment code for London, and a way past it into its PostgreSQL. */
export async function startBenchCloud(host = '127.0.0.1') {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-bench-'));
  const url = `http://${host}:${await portNear(0)}`;
  const env = {
    LINTEL_DATA_DIR: join(folder, 'cloud'),
    LINTEL_CLOUD_HOST: host,
    LINTEL_CLOUD_PORT: new URL(url).port,
  };
  const program = new Program(
    'the cloud',
    join(folder, 'cloud.log'),
    ['--disable-warning=ExperimentalWarning', 'cloud/src/main.ts'],
    env,
  );
  await program.start(`${url}/health`);
  const seed = ['--disable-warning=ExperimentalWarning', 'cloud/src/seed-main.ts'];
  await promisify(execFile)(process.execPath, seed, { cwd: root, env: { ...process.env, ...env } });
  const director = await logIn(url, 'dora@lintel.example', demoPassword);
  const keys = await loadKeys(join(env.LINTEL_DATA_DIR, 'keys.json'));
  const server = await startEmbedded({
    directory: join(env.LINTEL_DATA_DIR, 'postgres'),
    password: keys.databasePassword,
  });
  const pool = openPool(server.url, silent);
  return {
    url,
    pool,
    siteId: demoSiteId('london'),
    code: await enrolmentCode(director, demoSiteId('london')),
    stop: async () => {
      await pool.end();
      await program.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
