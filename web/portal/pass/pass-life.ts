const renewBeforeMs = 90_000;
const soonestMs = 5_000;
const idleMs = 60_000;

/** In how many milliseconds to fetch the passes again: a minute and a half before the first of them runs out, never sooner than 5 s. */
export function renewIn(passes: readonly { readonly expiresAt: number }[], now: number): number {
  if (passes.length === 0) return idleMs;
  const firstAt = Math.min(...passes.map((pass) => pass.expiresAt));
  return Math.max(soonestMs, Math.min(idleMs * 5, firstAt - renewBeforeMs - now));
}

/** `4 min 07 s` */
export function lifeText(lifeMs: number): string {
  const seconds = Math.max(0, Math.floor(lifeMs / 1000));
  const rest = String(seconds % 60).padStart(2, '0');
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${rest} s`;
}
