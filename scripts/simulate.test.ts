import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type DoorId, id } from '@lintel/core/ids.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { SerialLine } from '../edge/src/doors/readers/serial-line.ts';
import { LcusRelay } from '../edge/src/doors/relays/lcus.ts';
import { LcusBoard } from '../edge/src/doors/relays/lcus-board.ts';
import { eventually } from '../test/devices/eventually.ts';
import { runReader } from '../test/devices/run-reader.ts';

const doorId = id<DoorId>('00000000-0000-4000-8000-00000000000d');
const script = fileURLToPath(new URL('simulate.ts', import.meta.url));

describe('somebody without hardware', () => {
  let child: ChildProcessWithoutNullStreams;
  let said = '';

  const simulate = async (...args: readonly string[]) => {
    said = '';
    child = spawn(process.execPath, [script, ...args]);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
    await eventually(() => said.includes('is there.'));
    return /devices file: +(\S+)/.exec(said)?.[1] ?? '';
  };
  const type = (command: string) => child.stdin.write(`${command}\n`);

  afterEach(async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    type('quit');
    expect(await ended).toBe(0);
  });

  test('types a card and the box reads it', async () => {
    const path = await simulate('rdm6300');
    const run = runReader({ id: 'r', doorId, driver: 'rdm6300', path, baud: 9_600 });
    await eventually(run.isOnline);
    type('card 0123');
    type('card 0123456789');
    type('flip 4');
    type('card FFFFFFFFFF');
    await eventually(() => run.told.length >= 3);
    await run.stop();
    expect(said).toContain('an RDM6300 tag is ten hex digits, not 0123');
    expect(run.told.slice(0, 2)).toEqual([
      { kind: 'card', length: 40, bits: '0123456789' },
      { kind: 'misread', what: 'checksum' },
    ]);
  });

  test('types what is printed on a card, and a PIN', async () => {
    const path = await simulate('wiegand-uart');
    const usual = { driver: 'wiegand-uart', baud: 115_200, heartbeat: true, parity: 'checked' } as const;
    const run = runReader({ id: 'r', doorId, path, ...usual });
    await eventually(run.isOnline);
    type('fc 123 4567');
    type('pin 4711');
    await eventually(() => run.told.length >= 2);
    await run.stop();
    expect(run.told).toEqual([
      { kind: 'card', length: 26, bits: 'bd88eb80' },
      { kind: 'pin', digits: '4711' },
    ]);
  });

  test('sees the relay move', async () => {
    const path = await simulate('lcus');
    const relay = new LcusRelay(new LcusBoard(new SerialLine(path, 9_600)), 3);
    const stop = new AbortController();
    let online = false;
    const running = relay.run(stop.signal, { state: (state) => (online = state === 'online') });
    await eventually(() => online);
    await relay.pulse(150);
    await eventually(() => said.includes('relay 3 released'));
    expect(said).toContain('relay 3 energised');
    stop.abort();
    await running;
  });
});
