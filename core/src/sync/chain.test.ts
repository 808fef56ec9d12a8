import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { epochMs } from '../time.ts';
import { chainStart, chainText, follow } from './chain.ts';
import type { Fact } from './wire.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function chainOf(texts: readonly string[]): Fact[] {
  let prevHash = chainStart;
  return texts.map((text, index) => {
    const bare = { seq: index + 1, id: `id-${index}`, at: epochMs(1000 + index), text, prevHash };
    const hash = sha256(chainText(bare));
    prevHash = hash;
    return { ...bare, hash };
  });
}

const headOf = (facts: readonly Fact[]) => {
  const last = facts.at(-1);
  return last ? { seq: last.seq, hash: last.hash } : { seq: 0, hash: chainStart };
};

describe('the chain of facts', () => {
  test('posted in pieces, with repeats, every fact is fresh exactly once and in order', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 30 }), fc.array(fc.nat(12)), (texts, sizes) => {
        const all = chainOf(texts);
        const taken: Fact[] = [];
        for (const size of [...sizes, all.length]) {
          const from = Math.max(0, taken.length - 2);
          const verdict = follow(headOf(taken), all.slice(from, taken.length + size), sha256);
          if (verdict.kind !== 'follows') throw new Error(verdict.kind);
          taken.push(...verdict.fresh);
        }
        expect(taken).toEqual(all);
      }),
    );
  });

  test('a missing fact is a gap, and nothing of the batch is taken', () => {
    const all = chainOf(['a', 'b', 'c']);
    expect(follow(headOf([]), all.slice(1), sha256)).toEqual({ kind: 'gap', expected: 1, got: 2 });
  });

  test('an altered fact is a fork', () => {
    const [first, second] = chainOf(['a', 'b']);
    if (!first || !second) throw new Error('two facts');
    expect(follow(headOf([]), [first, { ...second, text: 'B' }], sha256)).toEqual({ kind: 'forked', seq: 2 });
  });

  test('a store restored from a backup forks where its history parts from ours', () => {
    const ours = chainOf(['a', 'b', 'c']);
    const restored = chainOf(['a', 'B', 'C', 'D']);
    expect(follow(headOf(ours), restored.slice(2), sha256).kind).toBe('forked');
    expect(follow(headOf(ours), restored.slice(3), sha256).kind).toBe('forked');
  });
});
