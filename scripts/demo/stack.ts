import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { demoPassword, demoSiteId } from '../../cloud/src/seed.ts';
import { type DemoSite, demoSites } from '../../cloud/src/seed-data.ts';
import { enrolmentCode, logIn } from './client.ts';
import { type DemoDevices, openDemoDevices } from './devices.ts';
import { boxArgs, Program, portNear, root } from './process.ts';

const seeded = z.object({
  members: z.array(
    z.object({
      name: z.string(),
      email: z.string(),
      pin: z.string(),
      cards: z.array(z.object({ length: z.number(), bits: z.string() })),
    }),
  ),
});
export type DemoMember = z.infer<typeof seeded>['members'][number];

export type DemoBox = {
  readonly site: DemoSite;
  readonly url: string;
  readonly mqttPort: number;
  readonly dataDir: string;
  readonly program: Program;
  readonly devices: DemoDevices;
};

/** The demo operator's whole house on this machine: the cloud with its own PostgreSQL, one box a site, and simulated hardware on pseudo-terminals. */
export type Stack = {
  readonly cloudUrl: string;
  readonly cloud: Program;
  readonly cloudDir: string;
  readonly boxes: readonly DemoBox[];
  readonly members: readonly DemoMember[];
  stop(): Promise<void>;
};

/** Starts everything in `dataDir`, or goes on with what is there. `say` hears each step. */
export async function startStack(dataDir: string, say: (sentence: string) => void): Promise<Stack> {
  mkdirSync(dataDir, { recursive: true });
  const cloudUrl = `http://127.0.0.1:${await portNear(8080)}`;
  const cloudEnv = { LINTEL_DATA_DIR: join(dataDir, 'cloud'), LINTEL_CLOUD_PORT: new URL(cloudUrl).port };
  const cloud = new Program(
    'the cloud',
    join(dataDir, 'cloud.log'),
    ['--disable-warning=ExperimentalWarning', 'cloud/src/main.ts'],
    cloudEnv,
  );
  const boxes: DemoBox[] = [];
  const stop = async () => {
    for (const box of boxes) await box.program.stop();
    await cloud.stop();
    for (const box of boxes) await box.devices.close();
  };
  try {
    say('Starting the cloud and its PostgreSQL');
    await cloud.start(`${cloudUrl}/health`);
    say('Seeding the demo operator');
    const members = await seed(cloudEnv);
    for (const site of demoSites) boxes.push(await startBox(site, dataDir, cloudUrl, boxes.length, say));
    return { cloudUrl, cloud, cloudDir: cloudEnv.LINTEL_DATA_DIR, boxes, members, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function seed(env: Readonly<Record<string, string>>): Promise<readonly DemoMember[]> {
  const run = promisify(execFile);
  const args = ['--disable-warning=ExperimentalWarning', 'cloud/src/seed-main.ts'];
  const { stdout } = await run(process.execPath, args, { cwd: root, env: { ...process.env, ...env } });
  return seeded.parse(JSON.parse(stdout)).members;
}

async function startBox(
  site: DemoSite,
  dataDir: string,
  cloudUrl: string,
  index: number,
  say: (sentence: string) => void,
): Promise<DemoBox> {
  const boxDir = join(dataDir, `box-${site.key}`);
  const devices = await openDemoDevices(site.key, boxDir, join(dataDir, `lines-${site.key}`));
  const port = await portNear(8091 + index);
  const mqttPort = await portNear(1883 + index);
  const url = `http://127.0.0.1:${port}`;
  const program = new Program(`the box of ${site.name}`, join(dataDir, `box-${site.key}.log`), boxArgs, {
    LINTEL_DATA_DIR: boxDir,
    LINTEL_CLOUD_URL: cloudUrl,
    LINTEL_BOX_PORT: String(port),
    LINTEL_MQTT_PORT: String(mqttPort),
    LINTEL_DEVICES_FILE: devices.devicesFile,
  });
  const box = { site, url, mqttPort, dataDir: boxDir, program, devices };
  const isEnrolled = existsSync(join(boxDir, 'box.json'));
  say(
    isEnrolled
      ? `Starting the box of ${site.name}`
      : `Enrolling the box of ${site.name} with a one-time code`,
  );
  const code = isEnrolled ? {} : { LINTEL_ENROLMENT_CODE: await freshCode(cloudUrl, site) };
  await program.start(`${url}/health`, code);
  return box;
}

async function freshCode(cloudUrl: string, site: DemoSite): Promise<string> {
  const director = await logIn(cloudUrl, 'dora@lintel.example', demoPassword);
  return enrolmentCode(director, demoSiteId(site.key));
}
