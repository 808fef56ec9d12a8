import type { CalendarPorts } from '../bookings/ports.ts';
import type { WithOperator } from '../database/operator.ts';

/** What series need: the verbs of bookings, and their own tables. */
export type SeriesPorts = CalendarPorts & { readonly withOperator: WithOperator };
