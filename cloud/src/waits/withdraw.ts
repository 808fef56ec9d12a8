import { cancel } from '../bookings/cancel.ts';
import type { Viewer } from '../members/may.ts';
import type { WaitPorts } from './ports.ts';
import { findWait, moveWait, openStates } from './store.ts';

export type Withdrawn =
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'unknown_wait' }
  | { readonly kind: 'taken' };

/** Takes the viewer out of the line; what is held for them is given back and goes to the next. Withdrawing twice is once. */
export async function withdraw(ports: WaitPorts, viewer: Viewer, waitId: string): Promise<Withdrawn> {
  const { operatorId, holderId } = viewer;
  for (;;) {
    const known = await ports.withOperator(operatorId, (tx) => findWait(tx, waitId));
    if (!known || known.holder_id !== holderId) return { kind: 'unknown_wait' };
    if (known.state === 'taken') return { kind: 'taken' };
    if (!(openStates as readonly string[]).includes(known.state)) return { kind: 'withdrawn' };
    const moved = await ports.withOperator(operatorId, (tx) => moveWait(tx, known, { state: 'withdrawn' }));
    // An offer was made or ran out in this very moment: look again.
    if (!moved) continue;
    if (known.booking_id) await cancel(ports, viewer, known.booking_id);
    return { kind: 'withdrawn' };
  }
}
