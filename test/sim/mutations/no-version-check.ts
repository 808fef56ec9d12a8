import type { Ask } from '@lintel/core/sync/wire.ts';
import { findBooking } from '../../../edge/src/bookings/store.ts';
import type { InputOf } from '../../../edge/src/database/operations.ts';
import type { Store } from '../../../edge/src/database/store.ts';
import { runOperation } from '../box/sim-box.ts';
import { type Build, product } from '../world/world.ts';

/** The last change wins, whatever its author had seen. */
export const noVersionCheck: Build = {
  ...product,
  runOperation: (store, name, input) => {
    if (name !== 'answerAsk' || !isQuestion(input)) return runOperation(store, name, input);
    return runOperation(store, name, { ...input, ask: onTop(store, input.ask) });
  },
};

type Question = InputOf<'answerAsk'>;

function isQuestion(input: unknown): input is Question {
  return typeof input === 'object' && input !== null && 'ask' in input;
}

function onTop(store: Store, ask: Ask): Ask {
  const stands = ask.kind === 'change' ? findBooking(store, ask.booking.id) : undefined;
  if (ask.kind !== 'change' || !stands) return ask;
  return { ...ask, booking: { ...ask.booking, version: stands.version + 1 } };
}
