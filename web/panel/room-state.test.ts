import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { AgendaView } from '@lintel/core/panels/wire.ts';
import { addMs, epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { describe, expect, it } from 'vitest';
import { ageOf, freshnessOf, restored } from './age.ts';
import { extendChoices, lengthChoices } from './lengths.ts';
import { roomState, toCheckIn } from './room-state.ts';

const ten = epochMs(Date.parse('2026-06-03T10:00:00Z'));
const minute = (count: number) => addMs(ten, count * minuteMs);

function booked(from: number, to: number, more: Partial<BookingView> = {}): BookingView {
  return {
    id: `b${from}` as BookingView['id'],
    resourceId: 'r' as BookingView['resourceId'],
    resourceName: 'Thames',
    title: '',
    startsAt: minute(from),
    endsAt: minute(to),
    state: 'confirmed',
    source: 'portal',
    mine: false,
    purpose: 'use',
    people: 0,
    version: 1,
    ...more,
  };
}

function agenda(bookings: readonly BookingView[], freeMin: number, stepMin = 15): AgendaView {
  return {
    at: ten,
    site: { id: 's' as AgendaView['site']['id'], name: 'London', timeZone: 'Europe/London', currency: 'GBP' },
    help: { name: 'Hanna', email: '', phone: '' },
    resource: {
      id: 'r' as BookingView['resourceId'],
      name: 'Thames',
      kind: 'room',
      capacity: 8,
      stepMin,
      lengthMinMin: stepMin,
      lengthMaxMin: 480,
    },
    bookings: [...bookings],
    dayStartsAt: addMs(ten, -10 * hourMs),
    dayEndsAt: addMs(ten, 14 * hourMs),
    freeMin,
    link: 'live',
    horizonAt: addMs(ten, 36 * hourMs),
  };
}

describe('the word on a room’s sign', () => {
  it('is free until the next booking, and starting soon in its last ten minutes', () => {
    const known = agenda([booked(60, 90)], 60);
    expect(roomState(known, minute(49))).toMatchObject({ kind: 'free', until: minute(60) });
    expect(roomState(known, minute(50))).toMatchObject({ kind: 'soon' });
  });

  it('is taken until the last of the bookings that follow without a gap', () => {
    const known = agenda([booked(-15, 15), booked(15, 45), booked(60, 90)], 0);
    expect(roomState(known, ten)).toMatchObject({ kind: 'taken', until: minute(45) });
  });

  it('turns free at the second a booking ends, with no word from the box', () => {
    const known = agenda([booked(-15, 15)], 0);
    expect(roomState(known, addMs(minute(15), -1)).kind).toBe('taken');
    expect(roomState(known, minute(15)).kind).toBe('free');
  });
});

describe('what the panel offers to book', () => {
  const lengths = (known: AgendaView, at = ten) => lengthChoices(known, at).map((choice) => choice.lengthMin);

  it('is what fits, and the whole time until the next booking', () => {
    expect(lengths(agenda([], 480))).toEqual([15, 30, 60]);
    expect(lengths(agenda([booked(45, 90)], 45))).toEqual([15, 30, 45]);
    expect(lengths(agenda([booked(-15, 15)], 0))).toEqual([]);
  });

  it('keeps to the steps of the room', () => {
    expect(lengths(agenda([], 480, 30))).toEqual([30, 60]);
  });

  it('begins when whoever left early has given the room back', () => {
    const known = { ...agenda([], 60), freeFrom: minute(15) };
    expect(lengthChoices(known, minute(5)).map(({ endsAt }) => endsAt)).toEqual([30, 45, 75].map(minute));
  });

  it('shrinks while the answer grows old', () => {
    expect(lengths(agenda([booked(45, 90)], 45), minute(16))).toEqual([15, 30]);
  });
});

describe('what the panel offers whoever is in the room', () => {
  it('is the time until the next booking, and nothing once that follows at once', () => {
    const running = booked(-15, 15);
    const lengths = (known: AgendaView) =>
      extendChoices(known, running).map(({ lengthMin, untilNext }) => [lengthMin, untilNext]);
    expect(lengths(agenda([running], 0))).toEqual([
      [15, false],
      [30, false],
      [60, false],
    ]);
    expect(lengths(agenda([running, booked(60, 90)], 0))).toEqual([
      [15, false],
      [30, false],
      [45, true],
    ]);
    expect(lengths(agenda([running, booked(15, 90)], 0))).toEqual([]);
  });

  it('is checking in from its time on, for the earliest that waits', () => {
    const waiting = (from: number) =>
      booked(from, from + 60, { checkInFrom: minute(from - 15), releasesAt: minute(from + 10) });
    expect(toCheckIn(agenda([waiting(16)], 0), ten)).toBeUndefined();
    expect(toCheckIn(agenda([waiting(15), waiting(-5)], 0), ten)?.startsAt).toBe(minute(-5));
    const isIn = { ...waiting(-5), state: 'checked_in' as const };
    expect(toCheckIn(agenda([isIn], 0), ten)).toBeUndefined();
  });

  it('is taken also once somebody has checked in, and free when they have left early', () => {
    expect(roomState(agenda([booked(-15, 15, { state: 'checked_in' })], 0), ten).kind).toBe('taken');
    expect(roomState(agenda([booked(-15, 0, { state: 'ended' })], 0), ten).kind).toBe('free');
  });
});

describe('the age of what a panel shows', () => {
  const known = { agenda: agenda([], 480), askedMonoMs: 1_000, askedWallMs: 50_000 };

  it('counts on while the tablet sleeps and when its clock is set back', () => {
    expect(ageOf(known, { monoMs: 2_000, wallMs: 130_000 })).toBe(80_000);
    expect(ageOf(known, { monoMs: 31_000, wallMs: 10 })).toBe(30_000);
  });

  it('is shown from fifteen seconds, and from sixty nothing is said to be now', () => {
    expect([0, 14_999, 15_000, 59_999, 60_000].map(freshnessOf)).toEqual([
      'fresh',
      'fresh',
      'ageing',
      'ageing',
      'lost',
    ]);
  });

  it('makes what was kept over a reload old at once, however young the clock calls it', () => {
    const clocks = { monoMs: 300, wallMs: 51_000 };
    expect(freshnessOf(ageOf(restored(known.agenda, 50_000, clocks), clocks))).toBe('lost');
    expect(freshnessOf(ageOf(restored(known.agenda, 99_000, clocks), clocks))).toBe('lost');
  });
});
