import type { OperatorId } from '@lintel/core/ids.ts';
import { localHour } from '@lintel/core/sites/local-time.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';
import { checkLedger } from './allowances/check.ts';
import { settleAllowances } from './allowances/settle.ts';
import { noteUntold } from './allowances/tell.ts';
import { atEach } from './clock-work.ts';
import type { Directory, SiteKey } from './database/directory.ts';
import { forgetDemand } from './demand/demand-store.ts';
import { settleDueGrants } from './doors/settle-due.ts';
import { every, type Service } from './service.ts';
import { loadOpening } from './sites/hours-store.ts';
import { lookAtLines } from './waits/look.ts';
import type { WaitPorts } from './waits/ports.ts';

export type RulesParts = WaitPorts & { readonly directory: Directory };

/** What follows from hours, plans and bookings a moment later: grants, what is left of months, whose turn it is, and at night whether the ledger foots. */
export function rulesWork(parts: RulesParts): readonly Service[] {
  const { directory, now, withOperator } = parts;
  return [
    every('grants due', 1000, async () =>
      atEachOperator(await directory.operatorsWith('grants'), (operatorId) =>
        settleDueGrants(withOperator, operatorId, now),
      ),
    ),
    every('allowances', 1000, async () =>
      atEachOperator(await directory.operatorsWith('allowances'), (operatorId) =>
        settleAllowances(withOperator, operatorId, now),
      ),
    ),
    every('waits', 1000, async () =>
      atEachOperator(await directory.operatorsWith('waits'), (operatorId) => lookAtLines(parts, operatorId)),
    ),
    every('ledger', hourMs, async () => atEach(await directory.sites(), (site) => lookAtMonths(parts, site))),
  ];
}

/** The hour of the night, on the site's wall clock, in which its bookings are held against the ledger. */
const checkedAtHour = 3;

/** Thirteen months: a season can be held against the last one. */
const demandKeptMs = 400 * 24 * hourMs;

async function lookAtMonths({ now, withOperator }: RulesParts, { operatorId, siteId }: SiteKey) {
  const at = now();
  await withOperator(operatorId, (tx) => noteUntold(tx, siteId, at));
  const { timeZone } = await withOperator(operatorId, (tx) => loadOpening(tx, siteId));
  if (localHour(timeZone, at) !== checkedAtHour) return;
  await withOperator(operatorId, (tx) => checkLedger(tx, siteId, at));
  await withOperator(operatorId, (tx) => forgetDemand(tx, addMs(at, -demandKeptMs)));
}

/** Does the work for each, one after the other; one for whom it fails keeps it from no other, and what failed is thrown at the end. */
async function atEachOperator(
  operators: readonly OperatorId[],
  work: (operatorId: OperatorId) => Promise<void>,
): Promise<void> {
  const faults: unknown[] = [];
  for (const operatorId of operators) await work(operatorId).catch((fault: unknown) => faults.push(fault));
  if (faults.length > 0)
    throw new AggregateError(faults, `failed for ${faults.length} of ${operators.length} operators`);
}
