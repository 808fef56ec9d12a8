import { type ChildProcess, spawn } from 'node:child_process';
import { root } from '../../scripts/demo/process.ts';

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** The box's own program as a process of its own. What it says is kept for the failure message. */
export class BoxProcess {
  readonly #command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;
  #ended: Promise<Ended> = Promise.resolve({ code: null, signal: null });
  #said = '';

  /** `wrapper` is a command that ends in running the one that follows it, such as `unshare -m`. */
  constructor(env: Readonly<Record<string, string>>, wrapper: readonly string[] = []) {
    const node = [process.execPath, '--disable-warning=ExperimentalWarning', 'edge/src/main.ts'];
    this.#command = [...wrapper, ...node];
    this.env = env;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** What it has written to its standard output and error, the last 64 kB. */
  get said(): string {
    return this.#said;
  }

  get url(): string {
    return `http://127.0.0.1:${this.env.LINTEL_BOX_PORT}`;
  }

  launch(): void {
    const [command = '', ...args] = this.#command;
    this.#said = '';
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], {
      cwd: root,
      env: { ...process.env, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const hear = (text: Buffer) => {
      this.#said = `${this.#said}${text}`.slice(-65_536);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    this.#ended = new Promise((resolve) =>
      child.once('close', (code, signal) => {
        if (this.#child === child) this.#child = undefined;
        resolve({ code, signal });
      }),
    );
    this.#child = child;
  }

  /** Launches it and resolves once it answers; throws with what it said when it ends first or takes too long. */
  async start(withinMs = 30_000): Promise<void> {
    this.launch();
    const untilMs = performance.now() + withinMs;
    while (performance.now() < untilMs) {
      if (!this.#child) throw new Error(`the box ended while starting: ${this.#said}`);
      const answer = await fetch(`${this.url}/health`, { signal: AbortSignal.timeout(2_000) }).catch(
        () => undefined,
      );
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the box did not answer within ${withinMs} ms: ${this.#said}`);
  }

  /** How it ended, once it has. */
  ended(): Promise<Ended> {
    return this.#ended;
  }

  /** What a pulled plug leaves of a process. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  async stop(): Promise<Ended> {
    const child = this.#child;
    child?.kill('SIGTERM');
    const late = setTimeout(() => child?.kill('SIGKILL'), 15_000);
    const ended = await this.#ended;
    clearTimeout(late);
    return ended;
  }
}
