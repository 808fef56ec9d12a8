import { readFileSync } from 'node:fs';
import { findMeta, keepMeta } from '../database/meta.ts';
import type { Store } from '../database/store.ts';
import type { Service } from '../service.ts';
import { requireRegistration } from '../sync/position.ts';
import { sha256 } from '../sync/record.ts';

/** What a machine is named by that does not move with its card: the serial number of a Raspberry Pi (device tree), or what a PC's firmware says (SMBIOS). */
const hardware = [
  '/sys/firmware/devicetree/base/serial-number',
  '/sys/class/dmi/id/product_uuid',
  '/sys/class/dmi/id/board_serial',
] as const;

/** A name for this machine, out of `file` when one is given; absent where nothing tells machines apart, and then no card can be told from its copy. */
export function readMachine(file: string | undefined): string | undefined {
  const text = file ? readOr(file) : hardware.map(readOr).find((found) => found);
  return text ? sha256(text) : undefined;
}

function readOr(path: string): string | undefined {
  try {
    // The device tree ends its texts with a zero byte.
    return readFileSync(path, 'utf8').replaceAll('\0', '').trim() || undefined;
  } catch (error) {
    const isAbsent =
      error instanceof Error && 'code' in error && /^(ENOENT|EACCES|ENOTDIR)$/.test(String(error.code));
    if (isAbsent) return undefined;
    throw error;
  }
}

/**
 * Binds the store to the machine it runs on. A store that was another machine's may be a copy whose original still books: it writes no calendar until it is enrolled again. Doors go
 * on by what it knows.
 */
export function bindMachine(store: Store, { machine }: { readonly machine: string }): 'bound' | 'moved' {
  const known = findMeta(store, 'machine');
  if (known === machine) return 'bound';
  keepMeta(store, 'machine', machine);
  if (known === undefined) return 'bound';
  requireRegistration(store);
  return 'moved';
}

export type MachinePorts = {
  readonly machine: string | undefined;
  readonly known: () => string | undefined;
  readonly bind: (machine: string) => Promise<'bound' | 'moved'>;
  readonly warn: (words: string) => void;
};

/** Binds the store before anything else is written; while the disk refuses that it is tried again, as any failing service is. */
export function createMachineBinding({ machine, known, bind, warn }: MachinePorts): Service {
  return {
    name: 'machine',
    backoffMostMs: 2_000,
    run: async (signal) => {
      // Where nothing names the machine there is nothing to bind to.
      if (machine && known() !== machine && (await bind(machine)) === 'moved')
        warn('This store was another machine’s. It writes no calendar until the box is enrolled again.');
      if (!signal.aborted)
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    },
  };
}
