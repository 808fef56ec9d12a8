import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { BookingId, ResourceId } from '@lintel/core/ids.ts';
import type { ResourceView } from '@lintel/core/sites/wire.ts';
import { addMs, epochMs, hourMs, minuteMs, type Span } from '@lintel/core/time.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dragged, drawn } from './drag.ts';
import { filtersFrom, filtersTo, passes } from './filters.ts';
import { itemsOf, openSpans } from './items.ts';
import { rowsInView } from './rows-in-view.ts';
import { itemAt, stepBy } from './steps.ts';

const at = (hour: number, minute = 0) => epochMs(Date.UTC(2027, 5, 2, hour, minute));
const span = (from: number, to: number): Span => ({ startsAt: at(from), endsAt: at(to) });
const room: ResourceView = {
  id: 'r' as ResourceId,
  name: 'Thames',
  kind: 'room',
  capacity: 8,
  floor: '2',
  equipment: ['screen', 'whiteboard'],
  stepMin: 15,
  lengthMinMin: 30,
  lengthMaxMin: 240,
};
const booking = (when: Span, state: BookingView['state'] = 'confirmed'): BookingView => ({
  ...when,
  id: 'b' as BookingId,
  resourceId: room.id,
  resourceName: room.name,
  title: '',
  state,
  source: 'portal',
  mine: false,
  purpose: 'use',
  people: 0,
  version: 1,
});

describe('what a row shows', () => {
  const day = { startsAt: at(0), endsAt: at(23), open: [span(8, 12), span(12, 18)] };

  it('is free only while the site is open, and never where a booking holds the slot', () => {
    const items = itemsOf(room, day, [booking(span(9, 10)), booking(span(11, 12), 'cancelled')], day, at(7));
    expect(items.map((item) => [item.kind, item.span.startsAt, item.span.endsAt])).toEqual([
      ['free', at(8), at(9)],
      ['booking', at(9), at(10)],
      ['free', at(10), at(18)],
    ]);
  });

  it('keeps what is drawn within its edges, and knows the whole stretch', () => {
    const [free] = itemsOf(room, day, [], span(10, 14), at(7));
    expect(free).toMatchObject({ span: span(10, 14), whole: span(8, 18) });
  });

  it('is the whole day where opening hours are not known', () => {
    expect(openSpans({ startsAt: at(0), endsAt: at(23) })).toEqual([span(0, 23)]);
  });
});

describe('the keyboard in the grid', () => {
  const rows = [[span(8, 9), span(9, 12)], [span(8, 12)], [span(8, 10), span(10, 11), span(11, 12)]];
  const items = (row: number) => (rows[row] ?? []).map((one) => ({ span: one }));
  const press = (key: string, from: { row: number; at: typeof noon }, ctrlKey = false) =>
    stepBy({ key, ctrlKey }, from, rows.length, items);
  const noon = at(11, 30);

  it('goes up and down at the same time of day', () => {
    const down = press('ArrowDown', { row: 1, at: noon });
    expect(down).toEqual({ row: 2, at: noon });
    expect(itemAt(items(2), noon)).toBe(2);
  });

  it('goes left and right through what the row has, and stops at its ends', () => {
    expect(press('ArrowRight', { row: 0, at: at(8) })).toEqual({ row: 0, at: at(9) });
    expect(press('ArrowRight', { row: 0, at: at(9) })).toEqual({ row: 0, at: at(9) });
    expect(press('ArrowLeft', { row: 0, at: at(9) })).toEqual({ row: 0, at: at(8) });
  });

  it('leaves keys it does not know alone', () => {
    expect(press('Enter', { row: 0, at: noon })).toBeUndefined();
    expect(press('End', { row: 0, at: at(8) }, true)).toEqual({ row: 2, at: at(8) });
  });
});

describe('what a drag makes of a booking', () => {
  it('moves it on the steps of the resource and keeps its length', () => {
    expect(dragged(room, span(9, 10), 'whole', 22 * minuteMs)).toEqual({
      startsAt: at(9, 15),
      endsAt: at(10, 15),
    });
  });

  it('never makes it shorter than the shortest booking', () => {
    expect(dragged(room, span(9, 10), 'end', -5 * hourMs).endsAt).toBe(at(9, 30));
    expect(dragged(room, span(9, 10), 'start', 5 * hourMs).startsAt).toBe(at(9, 30));
  });

  it('draws whole steps inside the free stretch, from whichever side it began', () => {
    const minutes = fc.integer({ min: 0, max: 600 });
    fc.assert(
      fc.property(minutes, minutes, (a, b) => {
        const free = span(8, 18);
        const from = addMs(free.startsAt, a * minuteMs);
        const to = addMs(free.startsAt, b * minuteMs);
        const made = drawn(room, free, from, to);
        expect(made.startsAt).toBeGreaterThanOrEqual(free.startsAt);
        expect(made.endsAt).toBeLessThanOrEqual(free.endsAt);
        expect(made.startsAt % (15 * minuteMs)).toBe(0);
        expect(made.endsAt - made.startsAt).toBeGreaterThanOrEqual(30 * minuteMs);
        expect(made.endsAt - made.startsAt).toBeLessThanOrEqual(240 * minuteMs);
        expect(drawn(room, free, to, from)).toEqual(made);
      }),
    );
  });
});

describe('filters', () => {
  it('find by kind, people, floor and everything that is needed', () => {
    expect(passes({ kind: 'room', people: 6, floor: '2', equipment: ['screen'] }, room)).toBe(true);
    expect(passes({ people: 9, equipment: [] }, room)).toBe(false);
    expect(passes({ equipment: ['screen', 'piano'] }, room)).toBe(false);
  });

  it('stand in the address and read back the same, whatever else stands there', () => {
    const chosen = { kind: 'room', people: 4, floor: 'G', equipment: ['screen', 'phone'] } as const;
    expect(filtersFrom(new URLSearchParams(filtersTo(chosen)))).toEqual(chosen);
    expect(filtersFrom(new URLSearchParams('kind=castle&people=-3'))).toEqual({
      kind: undefined,
      people: undefined,
      floor: undefined,
      equipment: [],
    });
  });
});

it('of two hundred rows only those in sight are drawn, with some to spare', () => {
  const rows = rowsInView({ listTopPx: -2_800, viewPx: 800, rowPx: 56, count: 200 });
  expect(rows.first).toBeLessThanOrEqual(44);
  expect(rows.last).toBeGreaterThanOrEqual(70);
  expect(rows.last - rows.first).toBeLessThan(40);
});
