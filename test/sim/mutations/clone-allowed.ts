import { runOperation } from '../box/sim-box.ts';
import { productCloud } from '../cloud/build.ts';
import { type Build, product } from '../world/world.ts';

/** A store is bound to no machine, and the cloud takes whichever speaks. */
export const cloneAllowed: Build = {
  ...product,
  cloud: { ...productCloud, isAccepted: () => true },
  runOperation: (store, name, input) => {
    if (name === 'bindMachine') return 'bound';
    return runOperation(store, name, input);
  },
  waived: ['one version, one content'],
};
