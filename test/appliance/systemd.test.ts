import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const units = fileURLToPath(new URL('../../systemd/', import.meta.url));
const analyze = spawnSync('systemd-analyze', ['--version'], { encoding: 'utf8' });
const absent = analyze.status !== 0;
if (absent) process.stderr.write('systemd-analyze is not on this machine: the units are not analysed\n');

const unit = (name: string) => readFileSync(join(units, name), 'utf8');

/** The exposure `systemd-analyze security` gives a unit, in tenths. */
function exposureTenths(text: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'unit-'));
  try {
    const file = join(folder, 'lintel-box.service');
    writeFileSync(file, text);
    const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager', file], {
      encoding: 'utf8',
    });
    const found = /exposure level for .*: (\d+)\.(\d)/.exec(stdout);
    if (!found) throw new Error(`no exposure in: ${stdout.slice(-200)}`);
    return Number(found[1]) * 10 + Number(found[2]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the unit of the box', () => {
  test.skipIf(absent)('is exposed at 1.9 or less, and a line taken away shows', () => {
    const box = unit('lintel-box.service');
    expect(exposureTenths(box)).toBeLessThanOrEqual(19);
    expect(exposureTenths(box.replace('NoNewPrivileges=yes\n', ''))).toBeGreaterThan(19);
  });

  test('still reaches serial lines, HID readers and GPIO lines', () => {
    const box = unit('lintel-box.service');
    for (const device of ['ttyUSB', 'ttyACM', 'ttyAMA', 'hidraw', 'gpiochip']) {
      expect(box).toMatch(new RegExp(`^DeviceAllow=char-${device} rw$`, 'm'));
    }
    expect(box).toMatch(/^SupplementaryGroups=.*\bgpio\b.*\bdialout\b.*\bplugdev\b/m);
    expect(box).not.toMatch(/^PrivateDevices=yes/m);
    expect(box).not.toMatch(/^ProtectKernelTunables=yes/m);
  });

  test('is started again for ever', () => {
    expect(unit('lintel-box.service')).toMatch(/^Restart=always$/m);
    expect(unit('lintel-box.service')).toMatch(/^StartLimitIntervalSec=0$/m);
  });
});

describe.each(['lintel-box.service', 'lintel-cloud.service', 'lintel-kiosk.service'])('%s', (name) => {
  test('lets V8 compile', () => {
    expect(unit(name)).not.toMatch(/^MemoryDenyWriteExecute=/m);
  });

  test.skipIf(absent)('is free of mistakes that systemd knows', () => {
    const folder = mkdtempSync(join(tmpdir(), 'unit-'));
    try {
      // The programs are not installed here; systemd would complain of nothing else.
      const text = unit(name).replace(/^ExecStart=\S+/m, 'ExecStart=/bin/true');
      writeFileSync(join(folder, name), text);
      const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', join(folder, name)], {
        encoding: 'utf8',
      });
      expect(stderr.split('\n').filter((line) => line.includes(name))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test.skipIf(absent)('the cloud is exposed at 1.9 or less', () => {
  expect(exposureTenths(unit('lintel-cloud.service'))).toBeLessThanOrEqual(19);
});
