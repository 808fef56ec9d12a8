import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { Chance } from './chance.ts';

/**
 * Ids that the product draws (of facts, questions, streams, stores) come from the seed while the work runs, so that a history can be told again to the letter. Nothing else of the product is replaced.
 */
export async function withSeededIds<T>(chance: Chance, work: () => Promise<T>): Promise<T> {
  const { randomUUID, randomUUIDv7, randomInt } = crypto;
  const draw = () => chance.id() as ReturnType<typeof randomUUID>;
  const drawInt = (min: number, max?: number) =>
    max === undefined ? chance.below(min) : min + chance.below(max - min);
  Object.assign(crypto, { randomUUID: draw, randomUUIDv7: draw, randomInt: drawInt });
  syncBuiltinESMExports();
  try {
    return await work();
  } finally {
    Object.assign(crypto, { randomUUID, randomUUIDv7, randomInt });
    syncBuiltinESMExports();
  }
}
