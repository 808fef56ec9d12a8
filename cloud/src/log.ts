import type { Logger } from 'pino';

/** What the parts of the cloud write their log with. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * An error as the log keeps it: its kind, message, place and PostgreSQL's code, through all its causes. Never the values a query was sent with, nor the rows PostgreSQL quotes: they
 * are people's names, titles, password hashes and sealed cards.
 */
export function loggedError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: String(error) };
  const query = 'query' in error && 'params' in error ? String(error.query) : undefined;
  const message = query === undefined ? error.message : `Failed query: ${query}`;
  const code = 'code' in error ? { code: String(error.code) } : {};
  const constraint = 'constraint' in error && error.constraint ? { constraint: error.constraint } : {};
  const causes = error instanceof AggregateError ? { errors: error.errors.map(loggedError) } : {};
  return {
    type: error.name,
    message,
    ...code,
    ...constraint,
    // The frames alone: what stands before them is the message, with the values in it.
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...causes,
    ...(error.cause === undefined ? {} : { cause: loggedError(error.cause) }),
  };
}
