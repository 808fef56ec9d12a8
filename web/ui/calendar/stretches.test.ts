import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { ResourceView } from '@lintel/core/sites/wire.ts';
import { addMs, epochMs, hourMs, minuteMs, overlaps } from '@lintel/core/time.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeStretches, startAt } from './stretches.ts';

const midnight = epochMs(Date.parse('2026-06-03T00:00:00Z'));
const day = { startsAt: midnight, endsAt: addMs(midnight, 24 * hourMs) };
const minute = (count: number) => addMs(midnight, count * minuteMs);

const thames: ResourceView = {
  id: '00000000-0000-4000-8000-000000000011' as ResourceView['id'],
  name: 'Thames',
  kind: 'room',
  capacity: 8,
  stepMin: 15,
  lengthMinMin: 30,
  lengthMaxMin: 120,
};

function booked(from: number, to: number, state: BookingView['state'] = 'confirmed'): BookingView {
  const startsAt = minute(from);
  const id = `00000000-0000-4000-8000-${String(from).padStart(12, '0')}` as BookingView['id'];
  const rest = { resourceName: 'Thames', title: '', state, source: 'portal', mine: false } as const;
  const told = { purpose: 'use', people: 0, version: 1 } as const;
  return { id, resourceId: thames.id, startsAt, endsAt: minute(to), ...rest, ...told };
}

describe('the free stretches of a room', () => {
  it('lie between its bookings, from the step under way', () => {
    const stretches = freeStretches(thames, [booked(600, 660), booked(720, 750)], day, minute(547));
    expect(stretches).toEqual([
      { startsAt: minute(540), endsAt: minute(600) },
      { startsAt: minute(660), endsAt: minute(720) },
      { startsAt: minute(750), endsAt: day.endsAt },
    ]);
  });

  it('leave out a gap too short for its shortest booking, and one that is over', () => {
    const stretches = freeStretches(thames, [booked(0, 600), booked(615, 1440)], day, minute(0));
    expect(stretches).toEqual([]);
    expect(freeStretches(thames, [], day, day.endsAt)).toEqual([]);
  });

  it('go on under what is only asked for or was given back', () => {
    const stretches = freeStretches(
      thames,
      [booked(600, 660, 'requested'), booked(700, 760, 'cancelled')],
      day,
      midnight,
    );
    expect(stretches).toEqual([day]);
  });

  it('never touch a confirmed booking, whatever the day looks like', () => {
    const span = fc.tuple(fc.integer({ min: 0, max: 1400 }), fc.integer({ min: 1, max: 300 }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 12 }), fc.integer({ min: 0, max: 1440 }), (spans, now) => {
        const bookings = spans.map(([from, length]) => booked(from, from + length));
        const stretches = freeStretches(thames, bookings, day, minute(now));
        for (const free of stretches) {
          expect(bookings.some((booking) => overlaps(booking, free))).toBe(false);
          expect(free.startsAt % (15 * minuteMs)).toBe(0);
          expect(free.endsAt - free.startsAt).toBeGreaterThanOrEqual(30 * minuteMs);
        }
      }),
    );
  });
});

describe('what can be chosen in a free stretch', () => {
  const free = { startsAt: minute(540), endsAt: minute(600) };

  it('is the step under the pointer, and the last possible one near the end', () => {
    expect(startAt(thames, free, 0.3)).toBe(minute(555));
    expect(startAt(thames, free, 0.99)).toBe(minute(570));
  });
});
