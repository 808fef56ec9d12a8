import type { Booking } from '@lintel/core/bookings/booking.ts';
import { type BookingChange, change } from '@lintel/core/bookings/change.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { type Actor, isStaff } from './actor.ts';
import type { CalendarTx, KeptBooking, Person, Place } from './calendar.ts';
import { planOf } from './cancel.ts';
import type { ChangeAnswer, ChangeRequest } from './change.ts';
import { isLifted, type Judged, judgeSought, overriddenBecause } from './judge-wish.ts';
import { refuse } from './refuse.ts';
import { plain } from './write.ts';

/** The booking as it would be, where it was and will be, and why. */
export type Planned = {
  readonly kind: 'planned';
  readonly from: Place;
  readonly to: Place;
  readonly next: Booking;
  readonly why: string;
  readonly judged: readonly Judged[];
  /** Whom it goes to, when it changes hands. */
  readonly person?: Person | undefined;
};

type Plan = Planned | ChangeAnswer;

/** What the wanted change would make of the booking, judged where it needs to be; or why not. Writes nothing. */
export async function planChange(
  calendar: CalendarTx,
  actor: Actor,
  kept: KeptBooking,
  wanted: ChangeRequest,
  at: EpochMs,
): Promise<Plan> {
  const from = await calendar.findPlace(kept.resourceId);
  if (!from) return { kind: 'unknown_resource' };
  const wish = wanted.change;
  const make = (change: BookingChange, more: Partial<Planned> = {}) =>
    made(kept, from, change, at, { ...(wanted.override ? { why: wanted.override.reason } : {}), ...more });
  switch (wish.kind) {
    case 'check_in':
    case 'end':
      return make({ kind: wish.kind }, { why: wish.kind === 'end' ? 'Ended early.' : 'Checked in.' });
    case 'release':
      return make(
        { kind: 'release', plan: await planOf(calendar, kept, at) },
        { why: 'Nobody had checked in.' },
      );
    case 'describe':
      if ((wish.people ?? 0) > from.resource.capacity && !isStaff(actor))
        return await refuseMore(calendar, actor, kept, from, wish.people ?? 0, at);
      return make(wish, { why: 'Described anew.' });
    case 'move':
      return await planMove(calendar, actor, kept, from, wanted, at);
    case 'transfer':
      return await planTransfer(calendar, actor, kept, from, wanted, at);
    case 'accept':
      return await planAccept(calendar, actor, kept, from, wanted, at);
    case 'withdraw':
      return { kind: 'changed', booking: plain(kept) };
    default:
      return wish satisfies never;
  }
}

function made(
  kept: KeptBooking,
  from: Place,
  wanted: BookingChange,
  at: EpochMs,
  more: Partial<Planned>,
): Plan {
  const changed = change(plain(kept), wanted, at);
  if (changed.kind === 'refused')
    return { kind: 'unchangeable', refusal: changed.refusal, timeZone: from.timeZone };
  const next = changed.kind === 'changed' ? changed.booking : plain(kept);
  return { kind: 'planned', from, to: from, why: '', judged: [], ...more, next };
}

/** Judged as a new booking would be, but that it does not stand in its own way. */
async function judged(
  calendar: CalendarTx,
  kept: KeptBooking,
  to: Place,
  at: EpochMs,
  sought: Pick<Booking, 'startsAt' | 'endsAt' | 'holderId' | 'purpose' | 'people'>,
): Promise<readonly Judged[]> {
  const { startsAt, endsAt, holderId, purpose, people } = sought;
  const holder = holderId && (await calendar.findPerson({ id: holderId }));
  return await judgeSought(calendar, {
    places: [to],
    span: { startsAt, endsAt },
    purpose,
    people,
    holderId,
    isForStaff: purpose === 'block' || (holder !== undefined && holder.kind === 'staff'),
    at,
    self: kept,
  });
}

/** Every refusal of the judgement, unless staff lift them; else why it is done all the same. */
async function settle(
  calendar: CalendarTx,
  actor: Actor,
  verdicts: readonly Judged[],
  { override }: ChangeRequest,
  usual: string,
): Promise<{ readonly kind: 'go'; readonly why: string } | ChangeAnswer> {
  const refusals = verdicts.flatMap((one) => one.refusals);
  if (refusals.length === 0) return { kind: 'go', why: usual };
  if (!isStaff(actor) || !override || !isLifted(refusals, override))
    return await refuse(calendar, actor, verdicts);
  return { kind: 'go', why: overriddenBecause(refusals, override.reason) };
}

async function planMove(
  calendar: CalendarTx,
  actor: Actor,
  kept: KeptBooking,
  from: Place,
  wanted: ChangeRequest,
  at: EpochMs,
): Promise<Plan> {
  if (wanted.change.kind !== 'move') throw new Error('Not a move.');
  if (wanted.override && !isStaff(actor)) return { kind: 'not_yours' };
  const { resourceId, startsAt, endsAt } = wanted.change;
  const to = await calendar.findPlace(resourceId);
  if (!to) return { kind: 'unknown_resource' };
  const verdicts = await judged(calendar, kept, to, at, { ...kept, startsAt, endsAt });
  const settled = await settle(calendar, actor, verdicts, wanted, 'Moved.');
  if (settled.kind !== 'go') return settled;
  const charge = verdicts[0]?.charge ?? kept.charge;
  const isSame = kept.resourceId === resourceId && kept.startsAt === startsAt && kept.endsAt === endsAt;
  if (isSame) return { kind: 'changed', booking: plain(kept) };
  return made(kept, from, { kind: 'move', to: to.resource, span: { startsAt, endsAt }, charge }, at, {
    to,
    why: settled.why,
    judged: verdicts,
  });
}

async function planTransfer(
  calendar: CalendarTx,
  actor: Actor,
  kept: KeptBooking,
  from: Place,
  wanted: ChangeRequest,
  at: EpochMs,
): Promise<Plan> {
  if (wanted.change.kind !== 'transfer') throw new Error('Not a transfer.');
  if (wanted.override && !isStaff(actor)) return { kind: 'not_yours' };
  const person = await calendar.findPerson({ email: wanted.change.toEmail });
  // Whether somebody unknown has an account is nobody's to find out, so one who may not book hears the same.
  if (!person || (person.kind !== 'member' && !isStaff(actor))) return unknownMember;
  const verdicts = await judged(calendar, kept, from, at, { ...kept, holderId: person.id });
  const settled = await settle(calendar, actor, verdicts, wanted, `Given to ${person.name}.`);
  if (settled.kind === 'refused' && !isStaff(actor)) return unknownMember;
  if (settled.kind !== 'go') return settled;
  const charge = verdicts[0]?.charge ?? kept.charge;
  return made(kept, from, { kind: 'transfer', holderId: person.id, charge }, at, {
    why: settled.why,
    judged: verdicts,
    person,
  });
}

const unknownMember: ChangeAnswer = {
  kind: 'unfit',
  problem: {
    kind: 'unknown_member',
    sentence: 'Nobody with this e-mail may hold this booking. Check the address, or ask the front desk.',
  },
};

async function planAccept(
  calendar: CalendarTx,
  actor: Actor,
  kept: KeptBooking,
  from: Place,
  wanted: ChangeRequest,
  at: EpochMs,
): Promise<Plan> {
  const verdicts = await judged(calendar, kept, from, at, { ...kept, purpose: 'use' });
  const settled = await settle(calendar, actor, verdicts, wanted, 'Accepted.');
  if (settled.kind !== 'go') return settled;
  const charge = verdicts[0]?.charge ?? kept.charge;
  return made(kept, from, { kind: 'accept', charge }, at, { why: settled.why, judged: verdicts });
}

async function refuseMore(
  calendar: CalendarTx,
  actor: Actor,
  kept: KeptBooking,
  from: Place,
  people: number,
  at: EpochMs,
): Promise<ChangeAnswer> {
  const verdicts = await judged(calendar, kept, from, at, { ...kept, people });
  const [first] = verdicts;
  if (!first) return { kind: 'unknown_resource' };
  const tooMany = { kind: 'too_many_people' as const, most: from.resource.capacity };
  return await refuse(calendar, actor, [{ ...first, refusals: [tooMany] }]);
}
