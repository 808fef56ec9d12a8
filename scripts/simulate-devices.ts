import { encodeCard } from '@lintel/core/doors/layout-card.ts';
import type { DeviceEnd } from '../test/devices/device-end.ts';
import { lcusBoard } from '../test/devices/lcus-board.ts';
import type { Line } from '../test/devices/line.ts';
import { qrDevice, rdm6300Device, wiegandUartDevice } from '../test/devices/reader-devices.ts';

export const simulatedNames = ['rdm6300', 'wiegand-uart', 'qr-line', 'lcus'] as const;
export type SimulatedName = (typeof simulatedNames)[number];

export type Simulated = {
  /** Does what one line of text says; throws with a sentence for a person when it cannot. */
  obey(command: string): Promise<void>;
  close(): void;
};

type Surroundings = {
  readonly bits: number;
  /** Absent when somebody else made the line. */
  readonly line: Line | undefined;
  readonly say: (text: string) => void;
};

/** One command: its arguments as text, the whole rest of the line first. */
type Command = (rest: string, ...words: readonly string[]) => Promise<unknown> | unknown;

type Own = {
  readonly end: DeviceEnd;
  readonly commands: Readonly<Record<string, Command>>;
  readonly close: () => void;
};

export function simulated(name: SimulatedName, path: string, around: Surroundings): Simulated {
  const own = ownCommands(name, path, around);
  const commands: Readonly<Record<string, Command>> = {
    ...commonCommands(own.end, around.line),
    ...own.commands,
  };
  return {
    close: own.close,
    obey: async (text) => {
      const [verb = '', ...words] = text.split(/\s+/);
      const command = Object.hasOwn(commands, verb) ? commands[verb] : undefined;
      if (!command)
        throw new Error(`There is no command ${verb}. Here are: ${Object.keys(commands).join(', ')}.`);
      await command(text.slice(verb.length).trim(), ...words);
    },
  };
}

function ownCommands(name: SimulatedName, path: string, around: Surroundings): Own {
  switch (name) {
    case 'rdm6300': {
      const device = rdm6300Device(path);
      return { ...device, commands: { card: (card) => device.present(card, 5), ...reboots(device) } };
    }
    case 'wiegand-uart': {
      const device = wiegandUartDevice(path);
      const commands: Own['commands'] = {
        card: (hex) => device.present(around.bits, hexOf(hex, around.bits)),
        fc: (_rest, facility, number) => {
          const card = encodeCard('H10301', { facility: Number(facility), number: Number(number) });
          return device.present(card.length, card.bits);
        },
        pin: (digits) => device.type(digits),
        shown: () => around.say(`shown: ${device.shown.join(' ') || 'nothing yet'}`),
        ...reboots(device),
      };
      return { ...device, commands };
    }
    case 'qr-line': {
      const device = qrDevice(path);
      return { ...device, commands: { pass: (text) => device.show(text), ...reboots(device) } };
    }
    case 'lcus': {
      const board = lcusBoard(path);
      board.onChange(({ channel, on }) =>
        around.say(`${new Date().toISOString()}  relay ${channel} ${on ? 'energised' : 'released'}`),
      );
      return { end: board.end, close: board.close, commands: { power: () => board.powerCycle() } };
    }
    default:
      return name satisfies never;
  }
}

function commonCommands(end: DeviceEnd, line: Line | undefined): Own['commands'] {
  const ownLine = () => {
    if (!line) throw new Error('This line was made by somebody else and is not ours to pull out.');
    return line;
  };
  return {
    noise: (_rest, bytes) => end.noise(count(bytes, 'bytes'), Math.ceil(Math.random() * 2 ** 31)),
    drop: () => end.spoilNext({ kind: 'drop' }),
    duplicate: () => end.spoilNext({ kind: 'duplicate' }),
    delay: (_rest, ms) => end.spoilNext({ kind: 'delay', ms: count(ms, 'ms') }),
    flip: (_rest, byte) => end.spoilNext({ kind: 'flip', byte: count(byte, 'byte'), bit: 0 }),
    cut: (_rest, bytes) => end.spoilNext({ kind: 'cut', bytes: count(bytes, 'bytes') }),
    vanish: () => ownLine().vanish(),
    restore: async () => {
      await ownLine().restore();
      end.close();
      end.open();
    },
  };
}

function reboots(device: { reboot(darkMs: number): Promise<void> }): Own['commands'] {
  return { reboot: (_rest, ms) => device.reboot(count(ms, 'ms')) };
}

function hexOf(hex: string, bits: number): string {
  const digits = Math.ceil(bits / 8) * 2;
  if (new RegExp(`^[0-9a-f]{${digits}}$`, 'i').test(hex)) return hex;
  throw new Error(
    `A card of ${bits} bits is ${digits} hex digits, left aligned, as in: card ${'bd88eb80'.padEnd(digits, '0')}`,
  );
}

function count(text: string | undefined, what: string): number {
  if (text !== undefined && /^[0-9]{1,7}$/.test(text)) return Number(text);
  throw new Error(`Say how many ${what}, as a whole number.`);
}
