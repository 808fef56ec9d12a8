import type { Fact } from './wire.ts';

/** How many facts one post may carry. */
export const factsMost = 200;

/** The hash before the first fact. */
export const chainStart = '0'.repeat(64);

/** The text whose SHA-256 (hex) is the fact's hash: it binds the body to its place and to everything before it. */
export function chainText(fact: Omit<Fact, 'hash'>): string {
  return `${fact.prevHash}\n${fact.seq}\n${fact.id}\n${fact.at}\n${fact.text}`;
}

export type ChainHead = { readonly seq: number; readonly hash: string };

export type ChainVerdict =
  /** `fresh` follow the head without gap; those before them were already held. */
  | { readonly kind: 'follows'; readonly fresh: readonly Fact[] }
  | { readonly kind: 'gap'; readonly expected: number; readonly got: number }
  /** The box's history is not ours: a restored, cloned or damaged store. Nothing of it may be applied. */
  | { readonly kind: 'forked'; readonly seq: number };

/** Whether `facts`, in the order posted, continue the history that ends in `head`. Facts at or before the head are repeats, not errors. */
export function follow(
  head: ChainHead,
  facts: readonly Fact[],
  sha256: (text: string) => string,
): ChainVerdict {
  const fresh: Fact[] = [];
  let { seq, hash } = head;
  for (const fact of facts) {
    if (sha256(chainText(fact)) !== fact.hash) return { kind: 'forked', seq: fact.seq };
    if (fact.seq <= head.seq) {
      if (fact.seq === head.seq && fact.hash !== head.hash) return { kind: 'forked', seq: fact.seq };
      continue;
    }
    if (fact.seq !== seq + 1) return { kind: 'gap', expected: seq + 1, got: fact.seq };
    if (fact.prevHash !== hash) return { kind: 'forked', seq: fact.seq };
    fresh.push(fact);
    ({ seq, hash } = fact);
  }
  return { kind: 'follows', fresh };
}
