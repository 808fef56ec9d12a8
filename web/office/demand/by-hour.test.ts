import { describe, expect, it } from 'vitest';
import { byHour, demandKinds, total } from './by-hour.ts';

const hours = [
  { weekday: 1, hour: 14, kind: 'room', searches: 3, missed: 2, refused: 1 },
  { weekday: 2, hour: 14, kind: 'room', searches: 1, missed: 0, refused: 0 },
  { weekday: 2, hour: 9, kind: 'any', searches: 2, missed: 1, refused: 0 },
] as const;

describe('what was wanted by the hour', () => {
  it('is summed over the days of the week, the early hours first', () => {
    const rows = byHour([...hours], undefined);
    expect(rows.map(({ hour }) => hour)).toEqual([9, 14]);
    expect(rows[1]?.byKind.room).toEqual({ searches: 4, missed: 2, refused: 1 });
  });

  it('is that of one day when one is asked for', () => {
    const rows = byHour([...hours], 2);
    expect(rows[1]?.byKind.room).toEqual({ searches: 1, missed: 0, refused: 0 });
    expect(byHour([...hours], 7)).toEqual([]);
  });

  it('loses nothing: the cells sum to what came in', () => {
    const cells = byHour([...hours], undefined).flatMap(({ byKind }) => demandKinds.map((k) => byKind[k]));
    expect(total(cells)).toEqual(total(hours));
  });
});
