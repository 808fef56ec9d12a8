import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * How the box's process is started, here and in `systemd/lintel-box.service`: with a small young heap, because a box has little memory and little garbage.
 * Paths are from the checkout.
 */
export const boxArgs = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=1',
  'edge/src/main.ts',
];

/** The wanted port when nobody has it, else any free one. */
export async function portNear(wanted: number): Promise<number> {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}

/** One of Lintel's programs as a process of its own, its words in a log file beside its data. */
export class Program {
  readonly name: string;
  readonly logFile: string;
  readonly #command: readonly string[];
  readonly #env: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;

  /** `within`: the command that runs it somewhere of its own, a network for one. */
  constructor(
    name: string,
    logFile: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    within: readonly string[] = [],
  ) {
    this.name = name;
    this.logFile = logFile;
    this.#command = [...within, process.execPath, ...args];
    this.#env = env;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts it with `more` in its environment, and resolves once `url` answers 200; throws with the log's place when it ends first or takes too long. */
  async start(url: string, more: Readonly<Record<string, string>> = {}, withinMs = 60_000): Promise<void> {
    mkdirSync(dirname(this.logFile), { recursive: true });
    const [command = process.execPath, ...args] = this.#command;
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...this.#env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#child = child;
    const log = createWriteStream(this.logFile, { flags: 'a' });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.once('exit', () => {
      if (this.#child === child) this.#child = undefined;
    });
    await this.#untilReady(url, child, withinMs);
  }

  /** SIGKILL, at once: what a pulled plug leaves of a process. Resolves when it is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL', 5_000);
  }

  /** SIGTERM, and resolves when it is gone; killed when it takes longer than it may. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM', 15_000);
  }

  async #end(signal: NodeJS.Signals, withinMs: number): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), withinMs);
    await gone;
    clearTimeout(late);
  }

  async #untilReady(url: string, child: ChildProcess, withinMs: number): Promise<void> {
    const untilMs = performance.now() + withinMs;
    while (performance.now() < untilMs) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`${this.name} ended while starting. Its log: ${this.logFile}`);
      }
      const answered = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
      if (answered?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${this.name} did not answer at ${url} in time. Its log: ${this.logFile}`);
  }
}
