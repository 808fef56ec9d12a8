import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Line } from './line.ts';

/** Where Linux tells of time; another root is for a machine that is not this one. */
const synchronized = 'run/systemd/timesync/synchronized';
const chrony = 'run/chrony/chronyd.pid';
const rtc = 'sys/class/rtc/rtc0/time';
const rtcCharge = 'sys/class/rtc/rtc0/charging_voltage';

/** Whether the time was set by a true source since the start, and whether a clock with a battery keeps it when the power goes. */
export function clockLine(root = '/'): Line {
  const has = (path: string) => existsSync(join(root, path));
  const synced = has(synchronized) || has(chrony);
  const battery = rtcWords(root);
  const what = 'clock';
  if (synced && has(rtc)) return { state: 'ok', what, words: `synchronised; ${battery}` };
  if (synced) {
    const fix =
      'add one (DS3231, or the battery at J5 of a Pi 5): without it doors meet their untrusted-clock policy after a power cut';
    return { state: 'warn', what, words: `synchronised; ${battery}`, fix };
  }
  const fix = 'check: timedatectl timesync-status. Until then doors follow their untrusted-clock policy';
  return {
    state: has(rtc) ? 'warn' : 'missing',
    what,
    words: `not synchronised since the start; ${battery}`,
    fix,
  };
}

function rtcWords(root: string): string {
  if (!existsSync(join(root, rtc))) return 'no real-time clock';
  const charge = join(root, rtcCharge);
  const charging = existsSync(charge) && Number(readFileSync(charge, 'utf8')) > 0;
  return charging ? 'real-time clock, its battery is charged' : 'real-time clock (a battery is not checked)';
}
