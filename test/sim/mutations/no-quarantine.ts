import { dropMeta } from '../../../edge/src/database/meta.ts';
import { runOperation } from '../box/sim-box.ts';
import { type Build, product } from '../world/world.ts';

/** A restored or replaced box books at once, as soon as it has spoken to the cloud. */
export const noQuarantine: Build = {
  ...product,
  runOperation: (store, name, input) => {
    const result = runOperation(store, name, input);
    if (name === 'applySnapshot') store.client.transaction(() => dropMeta(store, 'quarantine_until'))();
    return result;
  },
};
