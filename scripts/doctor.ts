import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { clockLine } from './doctor/clock.ts';
import { cloudLine } from './doctor/cloud.ts';
import { deviceLines } from './doctor/devices.ts';
import type { Line } from './doctor/line.ts';
import { clientsLine, diskLine, nodeLine } from './doctor/machine.ts';
import { identityLines, storeLines } from './doctor/store.ts';

/** What the doctor looks at; the same names as the box's own settings. */
export type Patient = {
  readonly dataDir: string;
  readonly cloudUrl: string | undefined;
  readonly devicesFile: string | undefined;
};

/** Everything worth knowing about a box, in the order in which to mend it. It changes nothing and needs no running box. */
export async function examine(patient: Patient): Promise<readonly Line[]> {
  const dataDir: Line = existsSync(patient.dataDir)
    ? { state: 'ok', what: 'data folder', words: patient.dataDir }
    : {
        state: 'missing',
        what: 'data folder',
        words: `${patient.dataDir} is not there`,
        fix: 'name the right one with --data, or start the box once',
      };
  const lines = [nodeLine(), dataDir];
  if (dataDir.state === 'ok') {
    lines.push(...storeLines(patient.dataDir), ...identityLines(patient.dataDir), diskLine(patient.dataDir));
    lines.push(clientsLine(patient.dataDir));
  }
  return [...lines, await cloudLine(patient.cloudUrl), clockLine(), ...deviceLines(patient.devicesFile)];
}

const marks = { ok: 'ok     ', warn: 'warn   ', missing: 'MISSING' } as const;

export function draw({ state, what, words, fix }: Line): string {
  return `${marks[state]} ${what}: ${words}${fix ? `\n        → ${fix}` : ''}`;
}

async function main(): Promise<void> {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({ options: { data: string, cloud: string, devices: string } });
  const lines = await examine({
    dataDir: values.data ?? process.env.LINTEL_DATA_DIR ?? './data/box',
    cloudUrl: values.cloud ?? process.env.LINTEL_CLOUD_URL,
    devicesFile: values.devices ?? process.env.LINTEL_DEVICES_FILE,
  });
  for (const line of lines) process.stdout.write(`${draw(line)}\n`);
  const missing = lines.filter(({ state }) => state === 'missing').length;
  const warned = lines.filter(({ state }) => state === 'warn').length;
  process.stdout.write(`${lines.length} looked at: ${missing} missing, ${warned} to watch\n`);
  process.exitCode = missing > 0 ? 1 : 0;
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    const words = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${words}\nnpm run doctor -- --data DIR [--cloud URL] [--devices FILE]\n`);
    process.exitCode = 2;
  });
}
