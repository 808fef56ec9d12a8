import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { openBox } from '../../edge/src/box.ts';
import { readConfig } from '../../edge/src/config.ts';
import { boxArgs, portNear } from '../../scripts/demo/process.ts';
import { lcusBoard } from '../devices/lcus-board.ts';
import { openLine } from '../devices/line.ts';
import { rdm6300Device } from '../devices/reader-devices.ts';
import { below, type Figure, percentile } from './figure.ts';
import { siteWithOneCard } from './small-site.ts';

const starts = 5;
const taps = 10_000;
const root = fileURLToPath(new URL('../..', import.meta.url));

/** From starting the box's process to the relay moving for a tag that lies on the reader; a bare Node start is the floor. Then its resident memory after 10,000 taps. */
export async function start(): Promise<readonly Figure[]> {
  const house = await prepare();
  try {
    const floors: number[] = [];
    const took: number[] = [];
    for (let n = 0; n < starts; n++) {
      floors.push(await bareStart());
      took.push(await firstDecision(house));
    }
    const rss = await memoryAfterTaps(house);
    return [
      below(
        {
          name: 'start to first decision, median',
          unit: 'ms',
          value: percentile(took, 0.5),
          floor: percentile(floors, 0.5),
        },
        1_000,
      ),
      below({ name: 'resident memory after 10,000 taps', unit: 'MB', value: rss }, 150),
    ];
  } finally {
    await house.close();
  }
}

type House = Awaited<ReturnType<typeof prepare>>;

/** A box's data folder with a site in it, and its reader and relay on pseudo-terminals. */
async function prepare() {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-bench-'));
  const readerLine = await openLine();
  const relayLine = await openLine();
  const site = siteWithOneCard();
  const devicesFile = join(folder, 'devices.json');
  writeFileSync(
    devicesFile,
    JSON.stringify({
      readers: [{ id: 'bench', doorId: site.doorId, driver: 'rdm6300', path: readerLine.driverPath }],
      relays: [{ doorId: site.doorId, driver: 'lcus', path: relayLine.driverPath, channel: 1 }],
    }),
  );
  const box = await openBox(
    readConfig({ LINTEL_DATA_DIR: folder }),
    { readers: [], relays: [], sensors: [] },
    () => site.credentialKey,
    pino({ level: 'silent' }),
  );
  await box.writer.run('applyChanges', { changes: site.changes, at: site.at });
  box.store.close();
  await box.writer.close();
  writeFileSync(join(folder, 'credential-key'), site.credentialKey.toString('hex'), { mode: 0o600 });
  const env = {
    LINTEL_DATA_DIR: folder,
    LINTEL_DEVICES_FILE: devicesFile,
    LINTEL_BOX_PORT: String(await portNear(0)),
    LINTEL_MQTT_PORT: String(await portNear(0)),
    LINTEL_LOG_LEVEL: 'silent',
  };
  const device = rdm6300Device(readerLine.devicePath);
  const board = lcusBoard(relayLine.devicePath);
  return {
    site,
    device,
    board,
    env,
    close: async () => {
      device.close();
      board.close();
      await readerLine.close();
      await relayLine.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function launch({ env }: House): ChildProcess {
  return spawn(process.execPath, boxArgs, { cwd: root, env: { ...process.env, ...env }, stdio: 'ignore' });
}

async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

async function firstDecision(house: House): Promise<number> {
  await house.board.until(1, false);
  const startedMs = performance.now();
  const child = launch(house);
  let isOpen = false;
  const opened = house.board.until(1, true, 20_000).then(() => {
    isOpen = true;
  });
  while (!isOpen) {
    void house.device.present(house.site.tag);
    await Promise.race([opened, new Promise((resolve) => setTimeout(resolve, 10))]);
  }
  const took = performance.now() - startedMs;
  await end(child);
  return took;
}

async function bareStart(): Promise<number> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  await new Promise((resolve) => child.once('exit', resolve));
  return performance.now() - startedMs;
}

/** Distinct tags as fast as the line takes them; what counts is what is on disk. */
async function memoryAfterTaps(house: House): Promise<number> {
  const child = launch(house);
  const url = `http://127.0.0.1:${house.env.LINTEL_BOX_PORT}`;
  while (!(await fetch(`${url}/health`).catch(() => undefined))?.ok)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const waiting = async () =>
    (await (await fetch(`${url}/health`)).json()) as { link: { outbox: { waiting: number } } };
  const before = (await waiting()).link.outbox.waiting;
  for (let n = 0; ; n++) {
    await house.device.present((0x2f00000000 + n).toString(16));
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (n % 100 === 0 && (await waiting()).link.outbox.waiting - before >= taps) break;
  }
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const rssKb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
  await end(child);
  return rssKb / 1024;
}
