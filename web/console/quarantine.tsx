import type { HealthView } from '@lintel/core/health/wire.ts';
import { Notice } from '../ui/notice.tsx';
import { dayAndClock } from '../ui/zone.ts';

type Props = { readonly health: HealthView; readonly timeZone: string };

/** Said while the box was restored or replaced and may have forgotten bookings: what it does all the same, and who can end it. */
export function Quarantine({ health, timeZone }: Props) {
  const { quarantineUntil, isUnregistered } = health.link;
  if (isUnregistered)
    return (
      <Notice tone="warn" role="status" title="Nothing is booked here until this box is enrolled again">
        Its store was restored or moved, so it may have forgotten bookings. Doors, cards and PINs work. Make a
        new enrolment code in the office and give it to this box.
      </Notice>
    );
  if (quarantineUntil === undefined) return null;
  return (
    <Notice
      tone="warn"
      role="status"
      title={`Nothing before ${dayAndClock(quarantineUntil, timeZone)} is booked here`}
    >
      This box was restored or replaced and may have forgotten bookings before then. Doors, cards and PINs
      work, and later times are booked as ever. A director can end this in the office, knowing that what was
      confirmed here after the last upload is lost.
    </Notice>
  );
}
