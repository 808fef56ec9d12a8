import { SerialLine } from '../../edge/src/doors/readers/serial-line.ts';
import { LcusRelay } from '../../edge/src/doors/relays/lcus.ts';
import { LcusBoard } from '../../edge/src/doors/relays/lcus-board.ts';
import { lcusBoard } from '../devices/lcus-board.ts';
import { relayContract } from './relay.contract.ts';

relayContract({
  driver: 'lcus',
  relays: (path) => {
    const board = new LcusBoard(new SerialLine(path, 9_600));
    return [new LcusRelay(board, 1), new LcusRelay(board, 2)];
  },
  board: (path) => lcusBoard(path, 4),
  leaveOn: (board, channel) => board.force(channel, true),
});
