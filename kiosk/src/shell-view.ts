import type { CachedAgenda } from './agenda-cache.ts';

/** The lines of the offline page, ready to be drawn as text. */
export type ShellView = {
  readonly title: string;
  readonly sentence: string;
  readonly age: string;
  readonly rows: readonly { readonly time: string; readonly what: string; readonly now: boolean }[];
};

const minuteMs = 60_000;

/**
 * What a kiosk without its box may say at `now`: what it last heard and how long ago, never that a room is free. Bookings that have ended are
 * left out; after the day that was heard, all are.
 */
export function shellView(cached: CachedAgenda | undefined, now: number): ShellView {
  if (!cached) {
    const sentence = 'This panel does not reach the box. Please ask the front desk.';
    return { title: 'Not connected', sentence, age: '', rows: [] };
  }
  const { agenda, heardAt } = cached;
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: agenda.site.timeZone,
    hour: '2-digit',
    minute: '2-digit',
  });
  const known = now >= heardAt && now < agenda.dayEndsAt;
  const rows = agenda.bookings
    .filter((booking) => known && booking.endsAt > now)
    .map((booking) => ({
      time: `${time.format(booking.startsAt)} – ${time.format(booking.endsAt)}`,
      what: booking.title || 'Booked',
      now: booking.startsAt <= now,
    }));
  const { name, phone } = agenda.help;
  const help = [name, phone].filter((word) => word !== '').join(', ');
  return {
    title: agenda.resource.name,
    sentence: `This panel does not reach the box, so bookings may have changed.${help ? ` Help: ${help}.` : ''}`,
    age: ageSentence(now - heardAt),
    rows,
  };
}

/** How old what is shown is, rounded down; a clock that went back gives no number. */
export function ageSentence(ageMs: number): string {
  if (ageMs < 0) return 'It is not known how old this is.';
  const minutes = Math.floor(ageMs / minuteMs);
  if (minutes < 1) return 'Last heard less than a minute ago.';
  if (minutes < 120) return `Last heard ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ago.`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `Last heard ${hours} hours ago.` : `Last heard ${Math.floor(hours / 24)} days ago.`;
}
