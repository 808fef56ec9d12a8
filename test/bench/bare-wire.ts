import { createReadStream, createWriteStream } from 'node:fs';
import { lcusBoard } from '../devices/lcus-board.ts';
import { openLine } from '../devices/line.ts';
import { rdm6300Device } from '../devices/reader-devices.ts';

const frameBytes = 14;
const open = Uint8Array.of(0xa0, 1, 1, 0xa2);
const release = Uint8Array.of(0xa0, 1, 0, 0xa1);

/** The floor of `wire`: the same two lines and devices, and between them a program that answers fourteen bytes with a relay command: it reads no card, decides nothing and writes nothing down. */
export async function bareWire(tag: string, count: number, gapMs: number): Promise<readonly number[]> {
  const readerLine = await openLine();
  const relayLine = await openLine();
  const device = rdm6300Device(readerLine.devicePath);
  const board = lcusBoard(relayLine.devicePath);
  const input = createReadStream(readerLine.driverPath);
  const output = createWriteStream(relayLine.driverPath, { flags: 'r+' });
  let held = 0;
  input.on('data', (bytes) => {
    held += bytes.length;
    if (held >= frameBytes) output.write(open);
  });
  const took: number[] = [];
  for (let n = 0; n < count; n++) {
    held = 0;
    const shownMs = performance.now();
    const opened = board.until(1, true);
    await device.present(tag);
    await opened;
    took.push(performance.now() - shownMs);
    output.write(release);
    await board.until(1, false);
    await new Promise((resolve) => setTimeout(resolve, gapMs));
  }
  device.close();
  board.close();
  output.destroy();
  // A line that is pulled out ends a read under way with EIO; that is how this one ends.
  input.on('error', () => {});
  await Promise.all([readerLine.close(), relayLine.close()]);
  return took;
}
