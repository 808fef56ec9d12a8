/** What became of a write that somebody can wait for only so long. */
export type InTime<Written> =
  | { readonly kind: 'recorded'; readonly written: Written }
  /** Still being written. `inTheEnd` never rejects; it resolves with nothing when nothing was written after all. */
  | { readonly kind: 'late'; readonly inTheEnd: Promise<Written | undefined> }
  | { readonly kind: 'failed' };

/** Waits for a write that is not done already, at most so long by the monotonic clock. Never rejects. */
export async function inTime<Written>(
  write: Written | Promise<Written>,
  waitMs: number,
): Promise<InTime<Written>> {
  if (!(write instanceof Promise)) return { kind: 'recorded', written: write };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), waitMs);
  });
  const done = write.then(
    (written) => ({ kind: 'recorded', written }) as const,
    () => ({ kind: 'failed' }) as const,
  );
  const first = await Promise.race([done, late]);
  clearTimeout(timer);
  if (first !== 'late') return first;
  return {
    kind: 'late',
    inTheEnd: done.then((end) => (end.kind === 'recorded' ? end.written : undefined)),
  };
}
