/** One thing the doctor looked at. *warn*: the box works, and something will go wrong. *missing*: something does not work now. */
export type Line = {
  readonly state: 'ok' | 'warn' | 'missing';
  readonly what: string;
  readonly words: string;
  /** What to do about it. */
  readonly fix?: string | undefined;
};

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
