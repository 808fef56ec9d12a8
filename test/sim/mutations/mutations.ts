import { type Build, product } from '../world/world.ts';
import { bareSequence } from './bare-sequence.ts';
import { cloneAllowed } from './clone-allowed.ts';
import { lease } from './lease.ts';
import { noGenerationCheck } from './no-generation-check.ts';
import { noQuarantine } from './no-quarantine.ts';
import { noVersionCheck } from './no-version-check.ts';
import { normalSync } from './normal-sync.ts';
import { slidingHorizon } from './sliding-horizon.ts';

/** Builds of the parts with one guard taken out each. The simulation must find what each of them breaks: one that it does not find, it does not guard. */
export const mutations = {
  lease,
  'sliding-horizon': slidingHorizon,
  'normal-sync': normalSync,
  'no-generation-check': noGenerationCheck,
  'bare-sequence': bareSequence,
  'no-quarantine': noQuarantine,
  'clone-allowed': cloneAllowed,
  'no-version-check': noVersionCheck,
  'asynchronous-standby': { ...product, isStandbySynchronous: false },
} as const satisfies Record<string, Build>;

export type Mutation = keyof typeof mutations;

export const mutationNames = Object.keys(mutations) as readonly Mutation[];

export function isMutation(name: string): name is Mutation {
  return name in mutations;
}
