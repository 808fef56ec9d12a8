import type { OperatorId } from '@lintel/core/ids.ts';
import type { ChangeBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { WithOperator } from '../database/operator.ts';
import { publish } from '../sync/publish.ts';
import { takeDueGrants } from './due-store.ts';
import { settleGrants } from './settle-grants.ts';

const atOnce = 50;

/** Works out the grants that are due until none is left. Several processes may do it side by side. */
export async function settleDueGrants(
  withOperator: WithOperator,
  operatorId: OperatorId,
  now: () => EpochMs,
): Promise<void> {
  for (;;) {
    const taken = await withOperator(operatorId, async (tx) => {
      const due = await takeDueGrants(tx, atOnce);
      const [first] = due;
      if (!first) return 0;
      const bodies: ChangeBody[] = [];
      for (const { siteId, holderId } of due)
        bodies.push(...(await settleGrants(tx, siteId, holderId, now())));
      if (bodies.length > 0) await publish(tx, first.siteId, now(), bodies);
      return due.length;
    });
    if (taken === 0) return;
  }
}
