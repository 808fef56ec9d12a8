import { setTimeout as sleep } from 'node:timers/promises';
import { DeviceEnd } from './device-end.ts';

/** A simulated reader: its frames are built here from the vendors' manuals and share no code with the drivers. */
export type ReaderDevice = {
  readonly end: DeviceEnd;
  /** Goes dark for so long and comes back, as after a power cut; the line stays. */
  reboot(darkMs: number): Promise<void>;
  close(): void;
};

export type Rdm6300Device = ReaderDevice & {
  /** Holds a tag (ten hex digits) before the antenna for so many repeats of its frame, 65 ms apart. */
  present(card: string, repeats?: number): Promise<void>;
};

export function rdm6300Device(path: string): Rdm6300Device {
  const device = base(path);
  return {
    ...device,
    present: async (card, repeats = 1) => {
      for (let i = 0; i < repeats; i++) {
        if (i > 0) await sleep(65);
        await device.end.send(rdm6300Frame(card));
      }
    },
  };
}

export function rdm6300Frame(card: string): Uint8Array {
  if (!/^[0-9a-f]{10}$/i.test(card)) throw new RangeError(`an RDM6300 tag is ten hex digits, not ${card}`);
  const sum = Buffer.from(card, 'hex').reduce((xor, byte) => xor ^ byte, 0);
  return Buffer.from(`\x02${card}${sum.toString(16).padStart(2, '0')}\x03`.toUpperCase(), 'latin1');
}

export type WiegandUartDevice = ReaderDevice & {
  /** Sends a read of so many bits; `hex` is left aligned. */
  present(bits: number, hex: string): Promise<void>;
  type(pin: string): Promise<void>;
  /** What the reader was told to show, in order. */
  readonly shown: readonly string[];
  /** Stops and starts the sign of life. */
  beat(on: boolean): void;
};

export function wiegandUartDevice(path: string): WiegandUartDevice {
  const shown: string[] = [];
  let held = '';
  const device = base(path, (bytes) => {
    const lines = `${held}${Buffer.from(bytes).toString('latin1')}`.split('\r\n');
    held = (lines.pop() ?? '').slice(-80);
    for (const line of lines) shown.push(...(/^\$F,([GRW])\*[0-9A-F]{2}$/.exec(line)?.slice(1) ?? []));
  });
  const say = (text: string) => device.end.send(wiegandSentence(text));
  let heart: NodeJS.Timeout | undefined;
  const beat = (on: boolean) => {
    clearInterval(heart);
    if (!on) return;
    heart = setInterval(() => void device.end.sendUnspoiled(wiegandSentence('H')), 1_000);
    void device.end.sendUnspoiled(wiegandSentence('H'));
  };
  beat(true);
  return {
    ...device,
    present: (bits, hex) => say(`W,${bits},${hex.toUpperCase()}`),
    type: (pin) => say(`K,${pin}`),
    shown,
    beat,
    close: () => {
      beat(false);
      device.close();
    },
  };
}

export function wiegandSentence(text: string): Uint8Array {
  const sum = Buffer.from(text, 'latin1').reduce((xor, byte) => xor ^ byte, 0);
  return Buffer.from(`$${text}*${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`, 'latin1');
}

export type QrDevice = ReaderDevice & {
  show(text: string, tail?: '\r' | '\n' | '\r\n'): Promise<void>;
};

export function qrDevice(path: string): QrDevice {
  const device = base(path);
  return { ...device, show: (text, tail = '\r\n') => device.end.send(Buffer.from(`${text}${tail}`)) };
}

function base(path: string, receive?: (bytes: Uint8Array) => void): ReaderDevice {
  const end = new DeviceEnd(path, receive);
  return {
    end,
    reboot: async (darkMs) => {
      end.close();
      await sleep(darkMs);
      end.open();
    },
    close: () => end.close(),
  };
}
