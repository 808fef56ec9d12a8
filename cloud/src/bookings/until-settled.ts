import type { OperatorId, SiteId } from '@lintel/core/ids.ts';
import type { Notices } from '../database/notices.ts';
import { machinePace, type Pace } from '../pace.ts';
import { newWake } from '../sync/wake.ts';

/** How long a person waits for a site before they are told that it has not answered. */
const patienceMs = 3000;
const lookAgainMs = 500;

/** Waits until `isSettled`, or until patience ends. Woken by the answer, in whichever process it arrived; a lost notice costs half a second. */
export async function untilSettled(
  notices: Pick<Notices, 'onSite'>,
  operatorId: OperatorId,
  siteId: SiteId,
  requestId: string,
  isSettled: () => Promise<boolean>,
  pace: Pace = machinePace,
): Promise<void> {
  const wake = newWake(pace);
  const stopListening = notices.onSite(operatorId, siteId, (heard) => {
    if (heard === 'missed' || (heard.what === 'answered' && heard.ref === requestId)) wake.fire();
  });
  const impatient = new AbortController();
  const stopWaiting = pace.after(patienceMs, () => impatient.abort());
  const patience = impatient.signal;
  try {
    for (;;) {
      wake.rest();
      if (await isSettled()) return;
      if (patience.aborted) return;
      await wake.next(lookAgainMs, patience);
    }
  } finally {
    stopWaiting();
    stopListening();
  }
}
