import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Booking, Resource } from '../bookings/booking.ts';
import { addMs, epochMs, hourMs, minuteMs } from '../time.ts';
import { type Door, decide, type Holder, type Presentation, tapSentence } from './decide.ts';
import { type Grant, grantOfBooking } from './grant.ts';

const noon = epochMs(Date.parse('2027-03-01T12:00:00Z'));
const roomDoor = {
  id: 'room',
  name: 'Room',
  pulseMs: 500,
  recordWaitMs: 250,
  unrecordedTap: 'refuse',
  untrustedClock: 'honour',
} as unknown as Door;
const frontDoor = { ...roomDoor, id: 'front' as never };
const otherDoor = { ...roomDoor, id: 'lab' as never };
const strictDoor: Door = { ...roomDoor, untrustedClock: 'staff_only' };
const ada = { id: 'ada', name: 'Ada', suspended: false } as unknown as Holder;

const room = { id: 'r', name: 'Holborn room', doorIds: ['room', 'front'] } as unknown as Resource;
const booked = {
  id: 'b',
  resourceId: 'r',
  holderId: 'ada',
  state: 'confirmed',
  startsAt: noon,
  endsAt: addMs(noon, hourMs),
} as unknown as Booking;
const grant = grantOfBooking(booked, room) as Grant;
const staffGrant: Grant = { ...grant, because: { kind: 'staff', what: 'front desk' } };

const known = (...grants: Grant[]): Presentation => ({ kind: 'known', revoked: false, holder: ada, grants });
const at = (offsetMs: number, trust: 'trusted' | 'bounded' | 'unknown' = 'trusted') => ({
  at: addMs(noon, offsetMs),
  trust,
});

describe('a booking opens its doors', () => {
  test.each([
    ['a millisecond before five minutes early', -5 * minuteMs - 1, 'refused'],
    ['five minutes early', -5 * minuteMs, 'granted'],
    ['at the last millisecond', hourMs - 1, 'granted'],
    ['at the end', hourMs, 'refused'],
  ])('%s: %#', (_, offsetMs, outcome) => {
    expect(decide(roomDoor, known(grant), at(offsetMs)).outcome).toBe(outcome);
    expect(decide(frontDoor, known(grant), at(offsetMs)).outcome).toBe(outcome);
  });

  test('and no other door', () => {
    expect(decide(otherDoor, known(grant), at(0))).toEqual({
      outcome: 'refused',
      reason: { kind: 'no_grant' },
    });
  });

  test('and none when it was cancelled or has no holder', () => {
    expect(grantOfBooking({ ...booked, state: 'cancelled' }, room)).toBeUndefined();
    expect(grantOfBooking({ ...booked, state: 'requested' }, room)).toBeUndefined();
    expect(grantOfBooking({ ...booked, holderId: undefined }, room)).toBeUndefined();
  });

  test('and says why not, before and after', () => {
    expect(decide(roomDoor, known(grant), at(-hourMs))).toMatchObject({
      reason: { kind: 'too_early', opensAt: noon - 5 * minuteMs },
    });
    expect(decide(roomDoor, known(grant), at(2 * hourMs))).toMatchObject({
      reason: { kind: 'ended', endedAt: noon + hourMs },
    });
  });
});

describe('who is refused whatever they hold', () => {
  test('a stranger, a withdrawn card, a suspended member, an unreadable card', () => {
    const { kind, holder, grants } = known(grant) as Extract<Presentation, { kind: 'known' }>;
    expect(decide(roomDoor, { kind: 'unknown' }, at(0))).toMatchObject({
      reason: { kind: 'unknown_credential' },
    });
    expect(decide(roomDoor, { kind: 'misread', what: 'parity' }, at(0))).toMatchObject({
      reason: { kind: 'misread' },
    });
    expect(decide(roomDoor, { kind, revoked: true, holder, grants }, at(0))).toMatchObject({
      reason: { kind: 'revoked' },
    });
    const suspended = { kind, revoked: false, holder: { ...holder, suspended: true }, grants };
    expect(decide(roomDoor, suspended, at(0))).toMatchObject({ reason: { kind: 'suspended' } });
  });
});

describe('a clock that is not trusted', () => {
  test('proves that a grant has ended', () => {
    expect(decide(roomDoor, known(grant), at(2 * hourMs, 'bounded'))).toMatchObject({
      reason: { kind: 'ended' },
    });
  });

  test('is honoured or not, as the door says, for what has not been proved ended', () => {
    expect(decide(roomDoor, known(grant), at(-hourMs, 'bounded')).outcome).toBe('granted');
    expect(decide(strictDoor, known(grant), at(0, 'bounded'))).toMatchObject({
      reason: { kind: 'clock_untrusted' },
    });
  });

  test('keeps nobody of the staff out', () => {
    expect(decide(strictDoor, known(staffGrant), at(0, 'bounded')).outcome).toBe('granted');
    expect(decide(strictDoor, known(staffGrant), at(9 * hourMs, 'unknown')).outcome).toBe('granted');
  });

  test('that is unknown lets in no booking at all', () => {
    expect(decide(roomDoor, known(grant), at(0, 'unknown')).outcome).toBe('refused');
  });
});

test('no answer is yes without a live grant for that door, whatever comes', () => {
  const anyGrant = fc.record({
    door: fc.constantFrom('room', 'front', 'lab'),
    from: fc.integer({ min: -200, max: 200 }),
    length: fc.integer({ min: 1, max: 200 }),
  });
  fc.assert(
    fc.property(
      fc.array(anyGrant, { maxLength: 6 }),
      fc.integer({ min: -300, max: 500 }),
      (shapes, nowMin) => {
        const grants = shapes.map(({ door, from, length }, n) => ({
          ...grant,
          id: `g${n}` as never,
          doorIds: [door as Door['id']],
          valid: { startsAt: addMs(noon, from * minuteMs), endsAt: addMs(noon, (from + length) * minuteMs) },
        }));
        const now = at(nowMin * minuteMs);
        const live = grants.some(
          (g) => g.doorIds.includes(roomDoor.id) && g.valid.startsAt <= now.at && now.at < g.valid.endsAt,
        );
        expect(decide(roomDoor, known(...grants), now).outcome).toBe(live ? 'granted' : 'refused');
      },
    ),
  );
});

test('every refusal is a sentence that says what to do', () => {
  const clock = () => '14:05';
  const reasons = [
    { kind: 'misread' },
    { kind: 'unknown_credential' },
    { kind: 'revoked' },
    { kind: 'suspended' },
    { kind: 'no_grant' },
    { kind: 'too_early', opensAt: noon, what: 'Holborn room' },
    { kind: 'ended', endedAt: noon, what: 'Holborn room' },
    { kind: 'clock_untrusted' },
    { kind: 'pass_altered' },
    { kind: 'pass_expired' },
    { kind: 'pass_foreign_site' },
    { kind: 'not_recorded' },
  ] as const;
  for (const reason of reasons) expect(tapSentence(reason, clock)).toMatch(/^[A-Z].{15,}\.$/);
  expect(tapSentence({ kind: 'ended', endedAt: noon, what: 'Holborn room' }, clock)).toContain(
    'Holborn room ended at 14:05',
  );
});
