import { type AgendaView, agendaView } from '@lintel/core/panels/wire.ts';
import { type Known, restored } from './age.ts';

/** What the tablet keeps over a reload and a pulled plug: its token, and what it showed last with the time it was asked. */

const tokenKey = 'lintel.panel.token';
const agendaKey = 'lintel.panel.agenda';

export function findToken(): string | undefined {
  return localStorage.getItem(tokenKey) ?? undefined;
}

export function keepToken(token: string): void {
  localStorage.setItem(tokenKey, token);
}

/** Afterwards the tablet holds nothing of the room it hung by. */
export function forget(): void {
  localStorage.removeItem(tokenKey);
  localStorage.removeItem(agendaKey);
}

export function keepAgenda(agenda: AgendaView, askedWallMs: number): void {
  localStorage.setItem(agendaKey, JSON.stringify({ agenda, askedWallMs }));
}

export function findAgenda(): Known | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(agendaKey) ?? 'null');
    const agenda = agendaView.safeParse(kept?.agenda);
    if (!agenda.success) return undefined;
    const askedWallMs = Number(kept.askedWallMs) || 0;
    return restored(agenda.data, askedWallMs, { monoMs: performance.now(), wallMs: Date.now() });
  } catch {
    return undefined;
  }
}
