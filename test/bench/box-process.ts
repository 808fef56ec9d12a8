import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boxArgs, Program, portNear } from '../../scripts/demo/process.ts';
import type { TwoNetworks } from '../support/two-networks.ts';

/** A box of its own process, enrolled with the code, without any device; on a network of its own when it is given one. Resolves once its API answers. */
export async function startBenchBox(
  cloudUrl: string,
  code: string,
  network: Pick<TwoNetworks, 'atBox' | 'boxHost'> = { atBox: [], boxHost: '127.0.0.1' },
) {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-bench-box-'));
  const url = `http://${network.boxHost}:${await portNear(0)}`;
  const dataDir = join(folder, 'box');
  const program = new Program(
    'the box',
    join(folder, 'box.log'),
    boxArgs,
    {
      LINTEL_DATA_DIR: dataDir,
      LINTEL_BOX_HOST: network.boxHost,
      LINTEL_CLOUD_URL: cloudUrl,
      LINTEL_BOX_PORT: new URL(url).port,
      LINTEL_MQTT_PORT: String(await portNear(0)),
      LINTEL_ENROLMENT_CODE: code,
    },
    network.atBox,
  );
  await program.start(`${url}/health`);
  return {
    url,
    dataDir,
    stop: async () => {
      await program.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
