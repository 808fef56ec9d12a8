import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Keeper } from './keeper.ts';
import { backoffMs, graceMs, loadMostMs, type PageEvent, pageEvents, pageStates, pageTable } from './page.ts';

/** A page on a clock of the test's own. */
function kiosk() {
  const acts: string[] = [];
  let nowMs = 0;
  let timer: { atMs: number; then: () => void } | undefined;
  const keeper = new Keeper({
    loadPanel: () => acts.push('panel'),
    showShell: () => acts.push('shell'),
    later: (lengthMs, then) => {
      const mine = { atMs: nowMs + lengthMs, then };
      timer = mine;
      return () => {
        if (timer === mine) timer = undefined;
      };
    },
    nowMs: () => nowMs,
  });
  const pass = (lengthMs: number) => {
    nowMs += lengthMs;
    const due = timer;
    if (due && due.atMs <= nowMs) {
      timer = undefined;
      due.then();
    }
  };
  keeper.start();
  return { keeper, acts, pass, waiting: () => timer !== undefined };
}

describe('a kiosk', () => {
  test('loads a crashed panel again, waiting longer each time, and starts over once it was well', () => {
    const { keeper, acts, pass } = kiosk();
    keeper.tell('loaded');
    for (const crashes of [1, 2, 3]) {
      keeper.tell('crashed');
      pass(backoffMs(crashes) - 1);
      expect(acts).toHaveLength(crashes);
      pass(1);
      expect(acts).toHaveLength(crashes + 1);
      keeper.tell('loaded');
    }
    pass(61_000);
    keeper.tell('crashed');
    pass(backoffMs(1));
    expect(acts).toHaveLength(5);
  });

  test('gives a hung panel ten seconds, and leaves it alone when it answers', () => {
    const { keeper, acts, pass } = kiosk();
    keeper.tell('loaded');
    keeper.tell('hung');
    keeper.tell('answering');
    pass(graceMs);
    expect(acts).toEqual(['panel']);
    keeper.tell('hung');
    pass(graceMs);
    expect(acts).toEqual(['panel', 'panel']);
  });

  test('shows its own page while the box does not answer, and the panel once it does', () => {
    const { keeper, acts } = kiosk();
    keeper.tell('failed');
    keeper.tell('loaded');
    keeper.tell('box_silent');
    expect(keeper.state()).toBe('offline');
    keeper.tell('box_answers');
    expect(acts).toEqual(['panel', 'shell', 'panel']);
  });

  test('does not wait for ever for a panel that never comes', () => {
    const { keeper, acts, pass } = kiosk();
    pass(loadMostMs);
    expect(keeper.state()).toBe('offline');
    expect(acts).toEqual(['panel', 'shell']);
  });

  test('keeps a panel that is up when the box falls silent: it shows its own age', () => {
    const { keeper, acts } = kiosk();
    keeper.tell('loaded');
    keeper.tell('box_silent');
    expect(acts).toEqual(['panel']);
  });
});

describe('always', () => {
  test('the table answers every event in every state', () => {
    for (const state of pageStates)
      for (const event of pageEvents) expect(pageTable[state][event]).toBeDefined();
  });

  test('whatever happens, the panel is up again once the box answers and nothing more goes wrong', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<PageEvent>(...pageEvents), { maxLength: 60 }), (events) => {
        const { keeper, pass, waiting } = kiosk();
        for (const event of events) keeper.tell(event);
        for (let turn = 0; turn < 6 && keeper.state() !== 'shown'; turn++) {
          // No state but these two stands still without a timer.
          expect(waiting() || ['shown', 'offline'].includes(keeper.state())).toBe(true);
          if (keeper.state() === 'loading') keeper.tell('loaded');
          else pass(60_000);
          if (keeper.state() === 'offline') keeper.tell('box_answers');
        }
        expect(keeper.state()).toBe('shown');
      }),
    );
  });
});
