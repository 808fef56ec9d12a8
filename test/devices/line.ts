import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
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

/**
 * Makes a line with socat, in a directory of its own unless `directory` says where. Each end outlives whoever opens and closes it, as a real cable
 * does, and the whole line ends with this process, however that ends.
 */
export async function openLine(directory?: string): Promise<Line> {
  const at = directory ?? mkdtempSync(join(tmpdir(), 'line-'));
  const driverPath = join(at, 'driver');
  const devicePath = join(at, 'device');
  let cable: ChildProcess | undefined = await plugIn(driverPath, devicePath);

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
    stall: () => cable?.kill('SIGSTOP'),
    resume: () => cable?.kill('SIGCONT'),
    close: async () => {
      await vanish();
      if (!directory) rmSync(at, { recursive: true, force: true });
    },
  };
}

async function plugIn(driverPath: string, devicePath: string): Promise<ChildProcess> {
  const ends = [driverPath, devicePath].map((path) => `pty,raw,echo=0,link=${path}`);
  const command = ['--pdeathsig', 'TERM', 'socat', '-d', '-d', ...ends];
  const child = spawn('setpriv', command, { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    let said = '';
    const fail = (cause?: Error) =>
      reject(new Error(`socat made no line. Is it installed (apt-get install socat)? ${said}`, { cause }));
    child.once('error', fail);
    child.once('exit', () => fail());
    child.stderr.on('data', (text: Buffer) => {
      said = `${said}${text}`.slice(-2_000);
      if (said.includes('starting data transfer loop')) resolve();
    });
  });
  return child;
}

async function pullOut(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  await ended;
}
