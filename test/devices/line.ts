import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A cable of two pseudo-terminals: what is written at one end is read at the other. */
export type Line = {
  readonly driverPath: string;
  readonly devicePath: string;
  /** Pulls the cable out: both ends hang up and their paths are gone. */
  vanish(): Promise<void>;
  /** Puts it back, under the same paths. */
  restore(): Promise<void>;
  /** Holds the cable up: what is sent stays on the way until `resume`. */
  stall(): void;
  resume(): void;
  close(): Promise<void>;
};

type Cable = { readonly child: ChildProcess; readonly heldOpen: readonly number[] };

/**
 * Makes a line with socat, in a directory of its own unless `directory` says where. Each end outlives whoever opens and closes it, as a real cable
 * does, and ends with this process.
 */
export async function openLine(directory?: string): Promise<Line> {
  const at = directory ?? mkdtempSync(join(tmpdir(), 'line-'));
  const driverPath = join(at, 'driver');
  const devicePath = join(at, 'device');
  let cable: Cable | undefined = await plugIn(driverPath, devicePath);

  const vanish = async () => {
    const pulled = cable;
    cable = undefined;
    if (pulled) await pullOut(pulled);
  };
  return {
    driverPath,
    devicePath,
    vanish,
    restore: async () => {
      cable ??= await plugIn(driverPath, devicePath);
    },
    stall: () => cable?.child.kill('SIGSTOP'),
    resume: () => cable?.child.kill('SIGCONT'),
    close: async () => {
      await vanish();
      if (!directory) rmSync(at, { recursive: true, force: true });
    },
  };
}

async function plugIn(driverPath: string, devicePath: string): Promise<Cable> {
  const ends = [driverPath, devicePath].map((path) => `pty,raw,echo=0,link=${path}`);
  const child = spawn('socat', ['-d', '-d', ...ends], { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.on('error', (cause) =>
      reject(new Error('socat cannot be started. Install it: apt-get install socat', { cause })),
    );
    child.on('exit', () => reject(new Error(`socat made no line: ${said}`)));
    child.stderr.on('data', (text: Buffer) => {
      said = `${said}${text}`.slice(-2_000);
      if (said.includes('starting data transfer loop')) resolve();
    });
  });
  // socat ends when an end it serves is closed by its last holder; so both are held.
  const heldOpen = [driverPath, devicePath].map((path) =>
    openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK),
  );
  return { child, heldOpen };
}

async function pullOut({ child, heldOpen }: Cable): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  if (child.exitCode === null && child.signalCode === null) await ended;
  for (const fd of heldOpen) closeSync(fd);
}
