import type { Door, Presentation } from '@lintel/core/doors/decide.ts';
import type { AccessEvent } from '@lintel/core/doors/wire.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';
import { describe, expect, test } from 'vitest';
import { doorIdOf, holderIdOf, noon } from '../../../test/support/box-store.ts';
import { decideTap } from './decide-tap.ts';
import { inTime } from './in-time.ts';
import { Recorder } from './recorder.ts';
import { answerTap, type TapPorts } from './tap.ts';

const door: Door = {
  id: doorIdOf(1),
  name: 'Front door',
  pulseMs: 500,
  recordWaitMs: 20,
  unrecordedTap: 'refuse',
  untrustedClock: 'staff_only',
};
const granted: Presentation = {
  kind: 'known',
  revoked: false,
  holder: { id: holderIdOf(1), name: 'Ada', suspended: false },
  grants: [
    {
      id: 'g' as never,
      holderId: holderIdOf(1),
      doorIds: [door.id],
      valid: { startsAt: noon, endsAt: addMs(noon, hourMs) },
      because: { kind: 'staff', what: 'test' },
    },
  ],
};

/** A box with a real recorder over a disk that behaves as told, and a note of what happened in which order. `known` is what the writer knows when it comes to the tap. */
function boxWith(disk: () => Promise<void>, presentation = granted, known = presentation) {
  const seen: string[] = [];
  const write = async (event: AccessEvent) => {
    await disk();
    seen.push(`recorded ${event.reason?.kind ?? event.outcome}`);
  };
  const recorder = new Recorder(write);
  const now = { at: noon, trust: 'trusted', reading: { wallMs: noon, monoMs: 1, bootId: 'b' } } as const;
  const ports: TapPorts = {
    now: () => now,
    recordTap: (at) => {
      const answer = decideTap(at, known);
      return inTime(
        write(answer.event).then(() => answer),
        at.door.recordWaitMs,
      );
    },
    present: () => presentation,
    recordLater: (event, unless) => recorder.recordLater(event, unless),
    unlock: async () => void seen.push('unlocked'),
  };
  const tap = (policy: Door = door) =>
    answerTap(ports, policy, { readerId: 'r', presented: { kind: 'pin', digits: '1234' } });
  return { seen, recorder, tap };
}

/** Runs the recorder's own service until nothing waits for the store any more. */
async function untilWritten({ recorder }: { readonly recorder: Recorder }): Promise<void> {
  const stop = new AbortController();
  const running = recorder.service().run(stop.signal);
  await expect.poll(() => recorder.unwritten.waiting, { timeout: 5_000 }).toBe(0);
  stop.abort();
  await running;
}

const works = async () => {};
const full = async () => {
  throw new Error('disk full');
};
const never = () => new Promise<void>(() => {});

describe('a tap', () => {
  test('is on disk before the relay moves', async () => {
    const box = boxWith(works);
    expect((await box.tap()).decision.outcome).toBe('granted');
    expect(box.seen).toEqual(['recorded granted', 'unlocked']);
  });

  test('that is refused moves nothing', async () => {
    const box = boxWith(works, { kind: 'unknown' });
    expect((await box.tap()).decision).toEqual({
      outcome: 'refused',
      reason: { kind: 'unknown_credential' },
    });
    expect(box.seen).toEqual(['recorded unknown_credential']);
  });

  test.each([
    ['a full disk', full],
    ['a card that stalls', never],
  ] as const)('with %s follows the written policy of the door', async (_, disk) => {
    const strict = boxWith(disk);
    expect((await strict.tap()).decision).toEqual({ outcome: 'refused', reason: { kind: 'not_recorded' } });
    expect(strict.seen).not.toContain('unlocked');
    const lenient = boxWith(disk);
    expect((await lenient.tap({ ...door, unrecordedTap: 'open' })).decision.outcome).toBe('granted');
    expect(lenient.seen).toContain('unlocked');
  });

  test('the disk refused is written as soon as it takes writes again', async () => {
    let isFull = true;
    const box = boxWith(async () => (isFull ? full() : undefined));
    await box.tap();
    expect(box.recorder.unwritten.waiting).toBe(1);
    isFull = false;
    await untilWritten(box);
    expect(box.seen).toEqual(['recorded not_recorded']);
  });

  test('the door did not wait for is recorded once when the disk tells the same in the end', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const box = boxWith(() => promise);
    await box.tap({ ...door, unrecordedTap: 'open' });
    resolve();
    await expect.poll(() => box.seen).toEqual(['unlocked', 'recorded granted']);
    expect(box.recorder.unwritten.waiting).toBe(0);
  });

  test('is recorded as what the door did when the writer, too late, decides otherwise', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const box = boxWith(() => promise, granted, { kind: 'unknown' });
    await box.tap({ ...door, unrecordedTap: 'open' });
    resolve();
    await expect.poll(() => box.recorder.unwritten.waiting).toBe(1);
    await untilWritten(box);
    expect(box.seen).toEqual(['unlocked', 'recorded unknown_credential', 'recorded granted']);
  });
});
