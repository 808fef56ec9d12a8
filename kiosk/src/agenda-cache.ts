import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type AgendaView, agendaView } from '@lintel/core/panels/wire.ts';
import { instant } from '@lintel/core/wire.ts';
import { z } from 'zod';

const cached = z.object({ heardAt: instant, agenda: agendaView });

/** The last agenda the box gave, and when this kiosk heard it by its own clock. */
export type CachedAgenda = { readonly heardAt: number; readonly agenda: AgendaView };

/** Absent when there is none or the file is damaged: better nothing than something half true. */
export function findCachedAgenda(file: string): CachedAgenda | undefined {
  try {
    return cached.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** The parts of a response that matter here; `fetch` and Electron's own both give them. */
export type Answer = { readonly status: number; json(): Promise<unknown> };

/**
 * Asks the box once. An agenda is kept, whole or not at all. Answers whether the box is there: also one that says the panel is not paired is,
 * and its page can say so; one that fails or talks nonsense is not.
 */
export async function pollAgenda(
  file: string,
  ask: () => Promise<Answer>,
  now: () => number,
): Promise<'box_answers' | 'box_silent'> {
  try {
    const answer = await ask();
    if (answer.status >= 500) return 'box_silent';
    if (answer.status === 401 || answer.status === 403) return 'box_answers';
    const agenda = agendaView.parse(await answer.json());
    writeFileSync(`${file}.new`, JSON.stringify({ heardAt: now(), agenda }), { mode: 0o600 });
    renameSync(`${file}.new`, file);
    return 'box_answers';
  } catch {
    // Unreachable or not a box: the shell is for exactly this, and says how old what it shows is.
    return 'box_silent';
  }
}
