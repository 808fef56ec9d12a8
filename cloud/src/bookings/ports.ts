import type { EpochMs } from '@lintel/core/time.ts';
import type { Notices } from '../database/notices.ts';
import type { WithOperator } from '../database/operator.ts';
import type { Pace } from '../pace.ts';

/** What booking and cancelling need from the cloud. */
export type CalendarPorts = {
  readonly now: () => EpochMs;
  readonly withOperator: WithOperator;
  readonly notices: Pick<Notices, 'onSite'>;
  /** By which a person's patience is measured; this machine's when absent. */
  readonly pace?: Pace | undefined;
};
