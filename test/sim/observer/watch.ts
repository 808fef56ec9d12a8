import type { InputOf, OperationName } from '../../../edge/src/database/operations.ts';
import type { SimBox } from '../box/sim-box.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Doing } from '../cloud/transactions.ts';

/** What a box tells whoever watches it: nothing that it could do differently for being watched. */
export type BoxWatch = {
  /** Its store was opened. */
  readonly attach: (box: SimBox) => void;
  readonly committed: <Name extends OperationName>(box: SimBox, name: Name, input: InputOf<Name>) => void;
  /** Something was thrown that no network and no cloud throws. */
  readonly fault: (where: string, error: unknown) => void;
};

export type CloudWatch = {
  readonly attach: (cloud: SimCloud) => void;
  readonly committed: (cloud: SimCloud, doing: Doing) => void;
};
