import { productCloud } from '../cloud/build.ts';
import { type Build, product } from '../world/world.ts';

/** A cloud that took over from another goes on as if it were that one: same generation, its older horizon, and numbers that were given out before. */
export const noGenerationCheck: Build = {
  ...product,
  cloud: { ...productCloud, beginGeneration: () => false },
  waived: ['the box never ahead of the cloud', 'no fault of the program'],
};
