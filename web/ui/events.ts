import { z } from 'zod';

const whats = ['bookings', 'access', 'link', 'sites', 'doors'] as const;
export type Changed = { readonly siteId?: string | undefined; readonly what: (typeof whats)[number] };
const changed = z.object({ siteId: z.string().optional(), what: z.enum(whats) });

export type EventsHeard = {
  /** Something changed on the server. Absent when it is not known what: everything may have. */
  readonly changed: (change?: Changed) => void;
  readonly opened: () => void;
  readonly lost: () => void;
};

const retryFirstMs = 1_000;
const retryMostMs = 15_000;

/**
 * Listens to server-sent events until the answer is called. The browser reconnects by itself after a broken line; after an
 * error status it gives up, so this opens a new one, ever more slowly. Being seen again opens one at once.
 */
export function listen(path: string, heard: EventsHeard): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = retryFirstMs;

  function open(): void {
    clearTimeout(timer);
    source?.close();
    source = new EventSource(path);
    source.addEventListener('open', () => {
      retryMs = retryFirstMs;
      heard.opened();
    });
    source.addEventListener('changed', (event) => heard.changed(readChange(event)));
    source.addEventListener('error', () => {
      heard.lost();
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, retryMs);
      retryMs = Math.min(retryMs * 2, retryMostMs);
    });
  }

  function seen(): void {
    if (document.visibilityState !== 'visible') return;
    if (source?.readyState !== EventSource.OPEN) open();
    heard.changed();
  }

  open();
  document.addEventListener('visibilitychange', seen);
  addEventListener('online', seen);
  return () => {
    clearTimeout(timer);
    source?.close();
    document.removeEventListener('visibilitychange', seen);
    removeEventListener('online', seen);
  };
}

function readChange(event: Event): Changed | undefined {
  if (!(event instanceof MessageEvent)) return undefined;
  try {
    return changed.safeParse(JSON.parse(String(event.data))).data;
  } catch {
    return undefined;
  }
}
