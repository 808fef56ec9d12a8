import type { Logger } from 'pino';

/** What the parts of the cloud write their log with. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
