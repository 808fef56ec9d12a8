import { randomUUID } from 'node:crypto';
import type { OperatorId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Notices } from '../database/notices.ts';
import type { WithOperator } from '../database/operator.ts';
import type { Log } from '../log.ts';
import type { CalendarTx } from './calendar.ts';
import { pgCalendar } from './pg-calendar.ts';
import { untilSettled } from './until-settled.ts';

/** What booking, changing and cancelling need from the cloud. */
export type CalendarPorts = {
  readonly now: () => EpochMs;
  /** Runs the work in one transaction on the operator's calendar: kept when it returns, undone when it throws. */
  readonly inCalendar: <T>(operatorId: OperatorId, work: (calendar: CalendarTx) => Promise<T>) => Promise<T>;
  /** Waits for the site's answer, until `isSettled` or until a person's patience ends. */
  readonly untilSettled: (
    operatorId: OperatorId,
    siteId: SiteId,
    requestId: string,
    isSettled: () => Promise<boolean>,
  ) => Promise<void>;
  /** A UUID nobody has. */
  readonly newId: () => string;
  /** Told each time two wanted one slot at once and the database turned one away. */
  readonly lostRace: (resourceId: ResourceId) => void;
};

/** The ports on PostgreSQL. */
export function calendarPorts(parts: {
  readonly now: () => EpochMs;
  readonly withOperator: WithOperator;
  readonly notices: Pick<Notices, 'onSite'>;
  readonly log: Log;
}): CalendarPorts {
  return {
    now: parts.now,
    inCalendar: (operatorId, work) => parts.withOperator(operatorId, (tx) => work(pgCalendar(tx))),
    untilSettled: (operatorId, siteId, requestId, isSettled) =>
      untilSettled(parts.notices, operatorId, siteId, requestId, isSettled),
    newId: randomUUID,
    lostRace: (resourceId) => parts.log.info({ resourceId }, 'two wanted one slot at once'),
  };
}
