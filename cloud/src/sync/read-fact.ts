import type { Fact, FactBody } from '@lintel/core/sync/wire.ts';
import { factBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';

/** A fact with its body, or with why its text is none. Either way it is kept. */
export type ReadFact = Fact & {
  readonly kind: string;
  readonly body: FactBody | undefined;
  readonly why: string;
};

/** A fact that can be applied. */
export type KnownFact<Body extends FactBody = FactBody> = {
  readonly seq: number;
  readonly id: string;
  readonly at: EpochMs;
  readonly body: Body;
};

export type BodyOf<Kind extends FactBody['kind']> = Extract<FactBody, { kind: Kind }>;

export function readFact(fact: Fact): ReadFact {
  let value: unknown;
  try {
    value = JSON.parse(fact.text);
  } catch {
    return { ...fact, kind: 'unreadable', body: undefined, why: 'The text is not JSON.' };
  }
  const parsed = factBody.safeParse(value);
  if (parsed.success) return { ...fact, kind: parsed.data.kind, body: parsed.data, why: '' };
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  return { ...fact, kind: kindOf(value), body: undefined, why: wrong.slice(0, 1000) };
}

function kindOf(value: unknown): string {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  return typeof kind === 'string' ? kind.slice(0, 60) : 'unreadable';
}

export function known(facts: readonly ReadFact[]): readonly KnownFact[] {
  return facts.flatMap(({ seq, id, at, body }) => (body ? [{ seq, id, at, body }] : []));
}

export function ofKind<Kind extends FactBody['kind']>(
  facts: readonly KnownFact[],
  kind: Kind,
): readonly KnownFact<BodyOf<Kind>>[] {
  return facts.filter((fact): fact is KnownFact<FactBody & BodyOf<Kind>> => fact.body.kind === kind);
}
