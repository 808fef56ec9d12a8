import { statfsSync } from 'node:fs';
import type { ClockVerdict } from '@lintel/core/health/clock.ts';
import type { HealthView } from '@lintel/core/health/wire.ts';
import type { SiteInfo } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Link } from '../sync/link.ts';
import type { Position } from '../sync/position.ts';

/** Below this much room the box warns, long before anything is refused. */
const lowBytes = 256 * 1024 * 1024;

export type HealthPorts = {
  readonly version: string;
  readonly dataDir: string;
  readonly now: () => ClockVerdict;
  readonly site: () => SiteInfo | undefined;
  readonly enrolled: boolean;
  readonly link: () => ReturnType<Link['state']>;
  readonly position: () => Position;
  readonly outbox: () => { readonly waiting: number; readonly oldestAt: EpochMs | undefined };
  readonly storeFailure: () => Error | undefined;
  readonly unwritten: () => { readonly waiting: number; readonly lost: number };
  /** What other parts have to complain of, as sentences. */
  readonly complaints: () => readonly string[];
};

/** The box's own account of itself. Never "all is well" in one word: depths, ages and sentences. */
export function healthOf(ports: HealthPorts): HealthView {
  const now = ports.now();
  const site = ports.site();
  const link = ports.link();
  const position = ports.position();
  const outbox = ports.outbox();
  const freeBytes = freeBytesOf(ports.dataDir);
  return {
    at: now.at,
    version: ports.version,
    ...(site
      ? { site: { id: site.id, name: site.name, timeZone: site.timeZone, currency: site.currency } }
      : {}),
    link: {
      state: ports.enrolled ? link.state : 'not_enrolled',
      ...(link.heardAt === undefined ? {} : { heardAt: link.heardAt }),
      cursor: position.cursor,
      horizonAt: position.horizonAt,
      ...(position.quarantineUntil > now.at ? { quarantineUntil: position.quarantineUntil } : {}),
      ...(position.needsRegistration ? { isUnregistered: true } : {}),
      outbox: {
        waiting: outbox.waiting,
        ...(outbox.oldestAt === undefined ? {} : { oldestAt: outbox.oldestAt }),
      },
    },
    clock: { trust: now.trust, because: now.because },
    store: { writable: ports.storeFailure() === undefined, freeBytes },
    trouble: troubleOf(ports, position, link.trouble, freeBytes),
  };
}

function troubleOf(
  ports: HealthPorts,
  position: Position,
  linkTrouble: string | undefined,
  freeBytes: number,
): string[] {
  const trouble: string[] = [];
  const failure = ports.storeFailure();
  if (failure) {
    trouble.push(
      `The store cannot be written (${failure.message}). Doors follow their written policy; nothing can be booked here. Free space on the disk.`,
    );
  }
  const { waiting, lost } = ports.unwritten();
  if (waiting + lost > 0)
    trouble.push(`${waiting + lost} taps are not on disk yet${lost ? `, ${lost} of them lost` : ''}.`);
  if (!failure && freeBytes < lowBytes)
    trouble.push(`Only ${Math.floor(freeBytes / 1024 / 1024)} MB are free on the disk. Make room.`);
  if (position.needsRegistration) {
    trouble.push(
      'This store was restored or moved to another machine, or another box was enrolled for the site. Doors work; nothing is booked here until the box is enrolled again with a new code.',
    );
  }
  if (!ports.enrolled) trouble.push('This box belongs to no site yet. Enrol it with a code from the office.');
  if (linkTrouble) trouble.push(`No link to the cloud: ${linkTrouble}`);
  return [...trouble, ...ports.complaints()];
}

function freeBytesOf(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}
