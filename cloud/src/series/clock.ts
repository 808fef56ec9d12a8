import type { OperatorId } from '@lintel/core/ids.ts';
import type { Directory } from '../database/directory.ts';
import { every, type Service } from '../service.ts';
import type { SeriesPorts } from './ports.ts';
import { runOn } from './run-on.ts';
import { claimDue } from './store.ts';

const atATime = 20;

/** Looks at every series that is due; cloud processes side by side take different ones. A series where it fails keeps no other from its look, and is due again soon. */
export function seriesClock(ports: SeriesPorts & { readonly directory: Directory }): Service {
  return every('series', 30_000, async () => {
    const operators = new Set((await ports.directory.sites()).map(({ operatorId }) => operatorId));
    const faults: unknown[] = [];
    for (const operatorId of operators) faults.push(...(await lookAtAll(ports, operatorId)));
    if (faults.length > 0) throw new AggregateError(faults, `failed for ${faults.length} series`);
  });
}

/** What is due for one operator, until nothing is; gives what failed. */
export async function lookAtAll(ports: SeriesPorts, operatorId: OperatorId): Promise<readonly unknown[]> {
  const faults: unknown[] = [];
  for (;;) {
    const due = await ports.withOperator(operatorId, (tx) => claimDue(tx, ports.now(), atATime));
    if (due.length === 0) return faults;
    for (const seriesId of due)
      await runOn(ports, operatorId, seriesId).catch((fault: unknown) => faults.push(fault));
  }
}
