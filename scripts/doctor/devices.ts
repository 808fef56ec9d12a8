import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { sensors } from '@lintel/edge/occupancy/sensors.ts';
import { z } from 'zod';
import { type Line, wordsOf } from './line.ts';

/** What the doctor reads of the devices file; the box itself is stricter. */
const onLine = z.looseObject({ driver: z.string(), path: z.string().optional() });
const devicesFile = z.looseObject({
  readers: z.array(onLine).default([]),
  relays: z.array(onLine).default([]),
  sensors: sensors.default([]),
});

const what = 'devices';

/** Whether every line that the devices file names is there and can be opened by whoever runs this. */
export function deviceLines(file: string | undefined): readonly Line[] {
  if (!file) {
    const fix = 'set LINTEL_DEVICES_FILE when readers are connected';
    return [{ state: 'warn', what, words: 'no devices file: no reader, no relay, no sensor', fix }];
  }
  if (!existsSync(file)) {
    return [
      {
        state: 'missing',
        what,
        words: `${file} is not there`,
        fix: 'write it, or correct LINTEL_DEVICES_FILE',
      },
    ];
  }
  try {
    const found = devicesFile.parse(JSON.parse(readFileSync(file, 'utf8')));
    const paths = new Set([...found.readers, ...found.relays].flatMap(({ path }) => path ?? []));
    const counts = `${found.readers.length} readers, ${found.relays.length} relays, ${found.sensors.length} sensors`;
    return [{ state: 'ok', what, words: counts }, ...[...paths].map(pathLine)];
  } catch (error) {
    const words = error instanceof z.ZodError ? z.prettifyError(error) : wordsOf(error);
    return [{ state: 'missing', what, words: `${file}: ${words}`, fix: 'correct the file' }];
  }
}

function pathLine(path: string): Line {
  if (!existsSync(path)) {
    return {
      state: 'missing',
      what: path,
      words: 'not there',
      fix: 'connect it; ls /dev/serial/by-id shows what is',
    };
  }
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return { state: 'ok', what: path, words: 'there' };
  } catch {
    const fix = 'add the user to the group dialout (serial) or plugdev (HID), and log in again';
    return { state: 'missing', what: path, words: 'this user may not open it', fix };
  }
}
