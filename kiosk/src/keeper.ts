import {
  backoffMs,
  graceMs,
  loadMostMs,
  type PageAct,
  type PageEvent,
  type PageState,
  pageTable,
  wellAfterMs,
} from './page.ts';

/** What keeping a page up needs. `later` calls once after so long and returns how to call it off. */
export type KeeperPorts = {
  readonly loadPanel: () => void;
  readonly showShell: () => void;
  readonly later: (lengthMs: number, then: () => void) => () => void;
  readonly nowMs: () => number;
};

/** Keeps one page up, by the table of its states. It never gives up. */
export class Keeper {
  readonly #ports: KeeperPorts;
  #state: PageState = 'loading';
  #crashes = 0;
  #shownMs = 0;
  #callOff: (() => void) | undefined;

  constructor(ports: KeeperPorts) {
    this.#ports = ports;
  }

  state(): PageState {
    return this.#state;
  }

  start(): void {
    this.#act('load_panel');
  }

  tell(event: PageEvent): void {
    const { to, act } = pageTable[this.#state][event];
    if (to !== this.#state) this.#callOff?.();
    if (to === 'shown' && this.#state !== 'shown') this.#shownMs = this.#ports.nowMs();
    if (act === 'wait_backoff') this.#countCrash();
    this.#state = to;
    this.#act(act);
  }

  #countCrash(): void {
    const well = this.#state === 'shown' && this.#ports.nowMs() - this.#shownMs > wellAfterMs;
    this.#crashes = well ? 1 : this.#crashes + 1;
  }

  #act(act: PageAct): void {
    switch (act) {
      case 'load_panel':
        this.#wait(loadMostMs);
        return this.#ports.loadPanel();
      case 'show_shell':
        return this.#ports.showShell();
      case 'wait_backoff':
        return this.#wait(backoffMs(this.#crashes));
      case 'wait_grace':
        return this.#wait(graceMs);
      case 'nothing':
        return;
      default:
        return act satisfies never;
    }
  }

  #wait(lengthMs: number): void {
    this.#callOff?.();
    this.#callOff = this.#ports.later(lengthMs, () => this.tell('waited'));
  }
}
