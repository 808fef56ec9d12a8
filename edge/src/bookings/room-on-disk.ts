import { statfsSync } from 'node:fs';

/** What is kept free of bookings, so that what happens at the doors can still be written down: 16 MiB, and on a small disk an eighth of it. */
const keptMostBytes = 16 * 1024 * 1024;
const keptShare = 8;

/** Whether the disk has room for more bookings. The doors' record has the rest. */
export function hasRoomForBookings(dataDir: string): boolean {
  const { bavail, blocks, bsize } = statfsSync(dataDir);
  return bavail * bsize > Math.min(keptMostBytes, (blocks * bsize) / keptShare);
}
