import { noCharge, plus } from '@lintel/core/bookings/price.ts';
import { isOverridable } from '@lintel/core/bookings/refusal.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import { type Actor, isStaff } from './actor.ts';
import { judgeWanted } from './book.ts';
import type { CalendarPorts } from './ports.ts';
import { freeInstead, offerUpgrade, reasonViews } from './refuse.ts';
import { type Unfit, understand, type Wanted } from './wanted.ts';
import { plain } from './write.ts';

/** The price of a wish and every reason against it, before anybody books; writes nothing. */
export async function quoteWish(
  ports: CalendarPorts,
  actor: Actor,
  wanted: Wanted & { readonly moves?: BookingId | undefined },
) {
  return await ports.inCalendar(actor.operatorId, async (calendar) => {
    const understood = await understand(calendar, actor, wanted);
    if (understood.kind !== 'understood') return understood satisfies Unfit | { kind: string };
    const moved = wanted.moves && (await calendar.findBooking(wanted.moves));
    // Another's booking is nobody's to look through: only the holder's own steps out of its own way.
    const self = moved && moved.holderId === understood.holder?.id ? plain(moved) : undefined;
    const judged = await judgeWanted(calendar, wanted, understood, ports.now(), self);
    const [first] = judged;
    const reasons = judged.flatMap(({ refusals }) => refusals);
    return {
      kind: 'judged' as const,
      charge: judged.reduce((sum, { charge }) => plus(sum, charge), noCharge),
      currency: first?.place.currency ?? '',
      reasons: reasonViews(judged),
      upgrade: first && (await offerUpgrade(calendar, first)),
      alternatives: await freeInstead(calendar, judged),
      ...(isStaff(actor) && reasons.length > 0 ? { overridable: reasons.every(isOverridable) } : {}),
    };
  });
}
