import type { OperatorId } from '@lintel/core/ids.ts';
import type { Directory } from '../database/directory.ts';
import { every, type Service } from '../service.ts';
import { remind } from './remind.ts';
import { type SendPorts, sendDue } from './send.ts';
import { tellChanges } from './tell.ts';
import { tellSeries } from './tell-series.ts';

export type NoticeParts = SendPorts & {
  readonly directory: Directory;
  /** Where browsers reach the cloud, to name the portal in a mail. */
  readonly publicUrl: string | undefined;
};

/** Makes notices of what happened, reminds, and sends what is due. Any number of processes may run it side by side. */
export function noticeWork(parts: NoticeParts): readonly Service[] {
  const { directory, now, withOperator } = parts;
  const portalUrl = parts.publicUrl && new URL('/portal/', parts.publicUrl).href;
  return [
    every('telling', 1000, async () =>
      forEach(await directory.operatorsToTell(), async (operatorId) => {
        await untilNone(() => withOperator(operatorId, (tx) => tellChanges(tx, now(), portalUrl)));
        await untilNone(() => withOperator(operatorId, (tx) => tellSeries(tx, now(), portalUrl)));
      }),
    ),
    every('reminders', 30_000, async () =>
      forEach(await directory.remindingOperators(), (operatorId) =>
        untilNone(() => withOperator(operatorId, (tx) => remind(tx, now(), portalUrl))),
      ),
    ),
    every('mail', 1000, async () =>
      forEach(await directory.operatorsToMail(now()), (operatorId) =>
        untilNone(() => sendDue(parts, operatorId)),
      ),
    ),
  ];
}

async function untilNone(work: () => Promise<number>): Promise<void> {
  while ((await work()) > 0);
}

/** One operator's fault keeps no other's people waiting, and is thrown at the end. */
async function forEach(
  operatorIds: readonly OperatorId[],
  work: (operatorId: OperatorId) => Promise<void>,
): Promise<void> {
  const faults: unknown[] = [];
  for (const operatorId of operatorIds) await work(operatorId).catch((fault: unknown) => faults.push(fault));
  if (faults.length > 0)
    throw new AggregateError(faults, `failed for ${faults.length} of ${operatorIds.length} operators`);
}
