import type { DoorId } from '@lintel/core/ids.ts';
import { doorId } from '@lintel/core/wire.ts';
import { z } from 'zod';
import { sensors } from '../occupancy/sensors.ts';
import type { Reader, Relay } from './ports.ts';
import type { Framing } from './readers/framing.ts';
import { qrLine } from './readers/qr-line.ts';
import { rdm6300 } from './readers/rdm6300.ts';
import { SerialLine } from './readers/serial-line.ts';
import { SerialReader } from './readers/serial-reader.ts';
import { wiegandUart } from './readers/wiegand-uart.ts';
import { LcusRelay } from './relays/lcus.ts';
import { LcusBoard } from './relays/lcus-board.ts';

const path = z
  .string()
  .regex(/^\/[^\0]+$/, 'must be a full path, best one that does not change: /dev/serial/by-id/…');
const baud = z.int().min(300).max(921_600);
const readerId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be 1 to 64 lower-case letters, digits and hyphens');

const onLine = { id: readerId, doorId, path };
const readerSetting = z.discriminatedUnion('driver', [
  z.strictObject({ ...onLine, driver: z.literal('rdm6300'), baud: baud.default(9_600) }),
  z.strictObject({ ...onLine, driver: z.literal('qr-line'), baud: baud.default(9_600) }),
  z.strictObject({
    ...onLine,
    driver: z.literal('wiegand-uart'),
    baud: baud.default(115_200),
    heartbeat: z.boolean().default(true),
    parity: z.enum(['checked', 'ignored']).default('checked'),
  }),
]);
export type ReaderSetting = z.infer<typeof readerSetting>;

const relaySetting = z.strictObject({
  doorId,
  driver: z.literal('lcus'),
  path,
  channel: z.int().min(1).max(8),
  baud: baud.default(9_600),
});
export type RelaySetting = z.infer<typeof relaySetting>;

/** What hangs on this box's lines, as its local devices file says it. */
export const devices = z
  .strictObject({
    readers: z.array(readerSetting).max(64).default([]),
    relays: z.array(relaySetting).max(64).default([]),
    sensors: sensors.default([]),
  })
  .superRefine((found, context) => {
    const refuse = (at: readonly (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path: [...at], message });
    refuseDoubleReaders(found.readers, refuse);
    refuseDoubleRelays(found.relays, found.readers, refuse);
  });
export type Devices = z.infer<typeof devices>;

type Refuse = (at: readonly (string | number)[], message: string) => void;

function refuseDoubleReaders(readers: readonly ReaderSetting[], refuse: Refuse): void {
  for (const [i, reader] of readers.entries()) {
    const before = readers.slice(0, i);
    if (before.some((other) => other.id === reader.id)) {
      refuse(['readers', i, 'id'], `another reader is called ${reader.id} already`);
    }
    if (before.some((other) => other.path === reader.path)) {
      refuse(['readers', i, 'path'], `another reader has ${reader.path} already`);
    }
  }
}

function refuseDoubleRelays(
  relays: readonly RelaySetting[],
  readers: readonly ReaderSetting[],
  refuse: Refuse,
): void {
  for (const [i, relay] of relays.entries()) {
    const before = relays.slice(0, i);
    const sameBoard = before.filter((other) => other.path === relay.path);
    if (before.some((other) => other.doorId === relay.doorId)) {
      refuse(['relays', i, 'doorId'], 'this door has a relay already');
    }
    if (sameBoard.some((other) => other.channel === relay.channel)) {
      refuse(
        ['relays', i, 'channel'],
        `channel ${relay.channel} of ${relay.path} opens another door already`,
      );
    }
    if (sameBoard.some((other) => other.baud !== relay.baud)) {
      refuse(['relays', i, 'baud'], `the relays of ${relay.path} must have the same baud`);
    }
    if (readers.some((reader) => reader.path === relay.path)) {
      refuse(['relays', i, 'path'], `a reader has ${relay.path} already`);
    }
  }
}

/** The devices file cannot be used. The message has one line for each field that is wrong. */
export class DevicesFileWrong extends Error {
  override readonly name = 'DevicesFileWrong';
}

/** Reads the text of a devices file; throws `DevicesFileWrong`, naming every field that is wrong. `from` is where the text came from. */
export function parseDevices(text: string, from: string): Devices {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new DevicesFileWrong(`${from} is not JSON. Correct it, or remove it to start without devices.`, {
      cause,
    });
  }
  const parsed = devices.safeParse(json);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    (issue) => `  ${issue.path.join('.') || 'the file'}: ${issue.message}`,
  );
  throw new DevicesFileWrong([`${from} is wrong. Correct these fields:`, ...lines].join('\n'));
}

export type OpenedDevices = {
  readonly readers: readonly { readonly doorId: DoorId; readonly reader: Reader }[];
  readonly relays: ReadonlyMap<DoorId, Relay>;
};

/** Makes every device of the file; each begins with its own `run`. Relays of one path share one board and its line. */
export function createDevices(settings: Devices): OpenedDevices {
  const boards = new Map<string, LcusBoard>();
  const boardAt = (at: string, rate: number) => {
    const board = boards.get(at) ?? new LcusBoard(new SerialLine(at, rate));
    boards.set(at, board);
    return board;
  };
  return {
    readers: settings.readers.map((one) => ({ doorId: one.doorId, reader: createReader(one) })),
    relays: new Map(
      settings.relays.map((one) => [one.doorId, new LcusRelay(boardAt(one.path, one.baud), one.channel)]),
    ),
  };
}

export function createReader(setting: ReaderSetting): Reader {
  const line = new SerialLine(setting.path, setting.baud);
  return new SerialReader(setting.id, setting.driver, line, framingOf(setting));
}

function framingOf(setting: ReaderSetting): Framing {
  switch (setting.driver) {
    case 'rdm6300':
      return rdm6300;
    case 'qr-line':
      return qrLine;
    case 'wiegand-uart':
      return wiegandUart(setting);
    default:
      return setting satisfies never;
  }
}
