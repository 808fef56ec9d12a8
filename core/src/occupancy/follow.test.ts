import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMs, epochMs, minuteMs } from '../time.ts';
import { follow, followWord, type OccupancyChange, watch } from './follow.ts';
import { type SensorWord, sensorWords } from './sense.ts';

const start = epochMs(1_800_000_000_000);
const minute = (count: number) => addMs(start, count * minuteMs);
const rules = { holdMs: 5 * minuteMs, silentAfterMs: 60 * minuteMs };
const both = new Map([
  ['pir', rules],
  ['radar', { ...rules, holdMs: minuteMs }],
]);

type Said = { readonly sensor: string; readonly word: SensorWord; readonly atMin: number };
const said = (atMin: number, word: SensorWord, sensor = 'pir'): Said => ({ atMin, word, sensor });

function changesOf(words: readonly Said[], untilMin: number, ticks: readonly number[] = []) {
  const steps = [...words, ...ticks.map((atMin) => ({ atMin, sensor: undefined, word: undefined }))];
  let watched = watch(
    both.size > 0 && words.some((w) => w.sensor === 'radar') ? both : new Map([['pir', rules]]),
    start,
  );
  const changes: OccupancyChange[] = [];
  for (const { atMin, sensor, word } of steps.sort((a, b) => a.atMin - b.atMin)) {
    const step =
      sensor === undefined
        ? follow(watched, minute(atMin))
        : followWord(watched, sensor, word, minute(atMin));
    watched = step.watched;
    changes.push(...step.changes);
  }
  return [...changes, ...follow(watched, minute(untilMin)).changes];
}

const anyWords = fc
  .array(
    fc.record({
      sensor: fc.constantFrom('pir', 'radar'),
      word: fc.constantFrom(...sensorWords),
      atMin: fc.nat(300),
    }),
    { maxLength: 30 },
  )
  .map((words) => words.sort((a, b) => a.atMin - b.atMin));

describe('a room and its sensors', () => {
  test('a room is vacant five minutes after the last motion', () => {
    expect(changesOf([said(1, 'motion'), said(2, 'still')], 30)).toEqual([
      { to: 'occupied', sensor: 'pir', at: minute(1) },
      { to: 'vacant', sensor: 'pir', at: minute(7) },
    ]);
  });

  test('someone who sits still under a radar stays there, and a repeated "still" does not prolong the hold', () => {
    const words = [said(1, 'motion'), said(40, 'still'), said(42, 'still'), said(44, 'still')];
    expect(changesOf(words, 60).map(({ at }) => at)).toEqual([minute(1), minute(45)]);
  });

  test('a sensor gone silent leaves the room unknown, not vacant', () => {
    expect(changesOf([said(1, 'still')], 100)).toEqual([
      { to: 'vacant', sensor: 'pir', at: minute(1) },
      { to: 'unknown', sensor: 'pir', at: minute(61) },
    ]);
    expect(changesOf([said(1, 'motion'), said(2, 'offline')], 100).map(({ to }) => to)).toEqual([
      'occupied',
      'unknown',
    ]);
  });

  test('a sensor that comes back says nothing until it senses again', () => {
    const words = [said(1, 'still'), said(2, 'offline'), said(3, 'online'), said(4, 'still')];
    expect(changesOf(words, 10).map(({ to, at }) => [to, at])).toEqual([
      ['vacant', minute(1)],
      ['unknown', minute(2)],
      ['vacant', minute(4)],
    ]);
  });

  test('with two sensors one is enough for someone, and both are needed for nobody', () => {
    const words = [
      said(1, 'still'),
      said(2, 'still', 'radar'),
      said(3, 'motion', 'radar'),
      said(4, 'still', 'radar'),
    ];
    expect(changesOf(words, 10).map(({ to, sensor, at }) => [to, sensor, at])).toEqual([
      ['vacant', 'radar', minute(2)],
      ['occupied', 'radar', minute(3)],
      ['vacant', 'radar', minute(5)],
    ]);
  });
});

describe('always', () => {
  test('looking often or seldom, the changes are the same', () => {
    fc.assert(
      fc.property(anyWords, fc.array(fc.nat(400), { maxLength: 40 }), (words, ticks) => {
        expect(changesOf(words, 400, ticks)).toEqual(changesOf(words, 400));
      }),
    );
  });

  test('a word heard twice changes nothing the second time', () => {
    fc.assert(
      fc.property(anyWords, (words) => {
        expect(
          changesOf(
            words.flatMap((word) => [word, word]),
            400,
          ),
        ).toEqual(changesOf(words, 400));
      }),
    );
  });

  test('a late word changes nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sensorWords),
        fc.constantFrom(...sensorWords),
        fc.nat(99),
        (first, late, atMin) => {
          const { watched } = followWord(watch(both, start), 'pir', first, minute(100));
          expect(followWord(watched, 'pir', late, minute(atMin))).toEqual({ watched, changes: [] });
        },
      ),
    );
  });

  test('changes come in order, each to another state, and never to vacant within the hold of a motion', () => {
    fc.assert(
      fc.property(anyWords, (words) => {
        const changes = changesOf(words, 400);
        changes.forEach((change, index) => {
          const before = changes[index - 1];
          expect(change.to).not.toBe(before?.to ?? 'unknown');
          expect(change.at).toBeGreaterThanOrEqual(before?.at ?? start);
          if (change.to !== 'vacant') return;
          const motion = words.findLast((w) => w.word === 'motion' && minute(w.atMin) < change.at);
          const left = words.some(
            (w) => w.word === 'offline' && w.sensor === motion?.sensor && w.atMin >= motion.atMin,
          );
          const holdMs = motion && !left ? (both.get(motion.sensor)?.holdMs ?? 0) : 0;
          const pirAlone = !words.some((w) => w.sensor === 'radar');
          if (motion && !left && pirAlone)
            expect(change.at).toBeGreaterThanOrEqual(addMs(minute(motion.atMin), holdMs));
        });
      }),
    );
  });
});
