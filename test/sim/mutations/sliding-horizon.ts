import type { EpochMs } from '@lintel/core/time.ts';
import { epochMs, floorTo, hourMs, quarterMs } from '@lintel/core/time.ts';
import { keepMeta } from '../../../edge/src/database/meta.ts';
import type { OperationName } from '../../../edge/src/database/operations.ts';
import type { Store } from '../../../edge/src/database/store.ts';
import { runOperation } from '../box/sim-box.ts';
import { productCloud } from '../cloud/build.ts';
import type { Within } from '../cloud/store/ports.ts';
import { productPorts } from '../cloud/transactions.ts';
import { type Build, horizonHours, product } from '../world/world.ts';

/** Each side works the horizon out for itself: so many hours from now, by its own clock. */
export const slidingHorizon: Build = {
  ...product,
  cloud: { ...productCloud, ports: slidingPorts },
  runOperation: withOwnHorizon,
  waived: [
    'the box never ahead of the cloud',
    'nobody writes outside their region',
    'no fault of the program',
    'the last guard never fires',
  ],
};

const slid = (at: number): EpochMs => floorTo(epochMs(at + horizonHours * hourMs), quarterMs);

function slidingPorts(within: Within) {
  const { calendar, line } = productPorts(within);
  const publish: typeof calendar.publish = async (...of) => {
    const horizonAt = slid(within.now());
    return { ...(await calendar.publish(...of)), horizonAt, ownFrom: horizonAt };
  };
  const findPlace: typeof calendar.findPlace = async (resourceId) => {
    const place = await calendar.findPlace(resourceId);
    const horizonAt = slid(within.now());
    return place && { ...place, horizonAt, ownFrom: horizonAt };
  };
  return { calendar: { ...calendar, publish, findPlace }, line: { ...line, publish } };
}

function withOwnHorizon(store: Store, name: OperationName, input: unknown): unknown {
  if (input && typeof input === 'object' && 'at' in input)
    store.client.transaction(() => keepMeta(store, 'horizon_at', String(slid(Number(input.at)))))();
  return runOperation(store, name, input);
}
