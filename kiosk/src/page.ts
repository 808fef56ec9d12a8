/**
 * The page a kiosk shows. *loading*: the panel was asked for. *shown*: the panel is up. *hung*: it does not answer. *waiting*: it crashed and is
 * loaded again after a wait. *offline*: our own shell is up, because the box does not answer.
 */
export const pageStates = ['loading', 'shown', 'hung', 'waiting', 'offline'] as const;
export type PageState = (typeof pageStates)[number];

/** *waited*: the time of the last act is over. The others are what Chromium and the poll of the box report. */
export const pageEvents = [
  'loaded',
  'failed',
  'crashed',
  'hung',
  'answering',
  'waited',
  'box_answers',
  'box_silent',
] as const;
export type PageEvent = (typeof pageEvents)[number];

export type PageAct = 'load_panel' | 'show_shell' | 'wait_backoff' | 'wait_grace' | 'nothing';
export type PageOutcome = { readonly to: PageState; readonly act: PageAct };

const to = (state: PageState, act: PageAct = 'nothing'): PageOutcome => ({ to: state, act });

/** What each event means in each state. The shell stays until the box answers; a panel that is up stays up, for it shows its own age. */
export const pageTable: Readonly<Record<PageState, Readonly<Record<PageEvent, PageOutcome>>>> = {
  loading: {
    loaded: to('shown'),
    failed: to('offline', 'show_shell'),
    crashed: to('waiting', 'wait_backoff'),
    hung: to('hung', 'wait_grace'),
    answering: to('loading'),
    waited: to('offline', 'show_shell'),
    box_answers: to('loading'),
    box_silent: to('loading'),
  },
  shown: {
    loaded: to('shown'),
    failed: to('offline', 'show_shell'),
    crashed: to('waiting', 'wait_backoff'),
    hung: to('hung', 'wait_grace'),
    answering: to('shown'),
    waited: to('shown'),
    box_answers: to('shown'),
    box_silent: to('shown'),
  },
  hung: {
    loaded: to('shown'),
    failed: to('offline', 'show_shell'),
    crashed: to('waiting', 'wait_backoff'),
    hung: to('hung'),
    answering: to('shown'),
    waited: to('loading', 'load_panel'),
    box_answers: to('hung'),
    box_silent: to('hung'),
  },
  waiting: {
    loaded: to('waiting'),
    failed: to('waiting'),
    crashed: to('waiting'),
    hung: to('waiting'),
    answering: to('waiting'),
    waited: to('loading', 'load_panel'),
    box_answers: to('waiting'),
    box_silent: to('waiting'),
  },
  offline: {
    loaded: to('offline'),
    failed: to('offline'),
    crashed: to('offline', 'show_shell'),
    hung: to('offline', 'show_shell'),
    answering: to('offline'),
    waited: to('offline'),
    box_answers: to('loading', 'load_panel'),
    box_silent: to('offline'),
  },
};

export const loadMostMs = 20_000;
export const graceMs = 10_000;
const backoffFirstMs = 1000;
const backoffMostMs = 60_000;
/** A page that stayed up this long was well: its next crash is a first one. */
export const wellAfterMs = 60_000;

/** How long to wait after so many crashes in a row: a second, doubling up to a minute. */
export function backoffMs(crashes: number): number {
  return Math.min(backoffMostMs, backoffFirstMs * 2 ** Math.max(0, Math.min(crashes, 30) - 1));
}
