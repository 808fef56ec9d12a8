import type { EnrolRefusal } from './enrol.ts';
import type { Taken } from './take-facts.ts';

/** What a box is told, and so the person who reads its console. */

export function enrolProblem(refusal: EnrolRefusal) {
  const sentences: Record<EnrolRefusal['kind'], string> = {
    unknown_code: 'This code is not known. Check it, or make a new one in the office.',
    code_used: 'This code was used already. Make a new one in the office.',
    code_expired: 'This code has expired. Make a new one in the office.',
  };
  return { kind: refusal.kind, sentence: sentences[refusal.kind] };
}

export function takenProblem(taken: Exclude<Taken, { kind: 'acknowledged' | 'epoch_over' }>) {
  switch (taken.kind) {
    case 'gap':
      return {
        kind: 'gap',
        sentence: `Fact ${taken.got} came where ${taken.expected} was expected. Send from ${taken.expected} on.`,
        expected: taken.expected,
      };
    case 'forked':
      return {
        kind: 'forked',
        sentence: 'This history is not the one kept here. The box must register again with a new code.',
        seq: taken.seq,
      };
    case 'quarantined':
      return {
        kind: 'quarantined',
        sentence: 'This store is not the one that was enrolled. Enrol the box again with a new code.',
      };
    default:
      return taken satisfies never;
  }
}
