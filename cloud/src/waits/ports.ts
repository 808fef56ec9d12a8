import type { CalendarPorts } from '../bookings/ports.ts';
import type { WithOperator } from '../database/operator.ts';

/** What the wait-list needs: the verbs of the calendar, and its own rows. */
export type WaitPorts = CalendarPorts & { readonly withOperator: WithOperator };
