import type { Charge } from '@lintel/core/bookings/price.ts';
import type { BookingId, HolderId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { epochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import type { House } from './letters/about.ts';
import { writeLetter } from './letters/write-letter.ts';
import { keepNotices, type NewNotice } from './store.ts';

type Coming = {
  readonly id: BookingId;
  readonly version: number;
  readonly site_id: SiteId;
  readonly holder_id: HolderId;
  readonly holder_name: string;
  readonly time_zone: string | null;
  readonly title: string;
  readonly starts_at: number;
  readonly ends_at: number;
  readonly charge: Charge;
  readonly resource_name: string;
  readonly grace_ms: number | null;
  readonly house: House;
};

/**
 * Reminds of what begins within the operator's time, and says of how many. Once for each start: a booking that moved is reminded of anew, however often this runs and in however many
 * processes. Whoever booked later than the reminder would have come is not reminded.
 */
export async function remind(tx: Tx, at: EpochMs, portalUrl: string | undefined): Promise<number> {
  const coming = await tx.query<Coming>(
    `SELECT b.id, b.version, b.site_id, b.holder_id, h.name AS holder_name, h.time_zone, b.title, b.starts_at, b.ends_at,
       jsonb_build_object('includedMs', b.charge_included_ms, 'creditCents', b.charge_credit_cents, 'amount', b.charge_amount) AS charge,
       r.name AS resource_name, r.grace_ms,
       jsonb_build_object('siteName', s.name, 'timeZone', s.time_zone, 'currency', s.currency, 'operatorName', o.name,
         'help', jsonb_build_object('name', s.help_name, 'email', s.help_email, 'phone', s.help_phone)) AS house
     FROM operator o
     JOIN booking b ON b.operator_id = o.operator_id AND b.starts_at > $2 AND b.starts_at <= $2::timestamptz + o.remind_ms * interval '1 millisecond'
       AND b.state = 'confirmed' AND b.purpose = 'use' AND b.holder_id IS NOT NULL
     JOIN holder h ON h.operator_id = b.operator_id AND h.id = b.holder_id AND h.reminders
     JOIN resource r ON r.operator_id = b.operator_id AND r.id = b.resource_id
     JOIN site s ON s.operator_id = b.operator_id AND s.id = b.site_id
     WHERE o.operator_id = $1 AND o.remind_ms > 0 AND b.booked_at < b.starts_at - o.remind_ms * interval '1 millisecond'
       AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.operator_id = b.operator_id AND n.booking_id = b.id AND n.holder_id = b.holder_id
         AND n.kind = 'reminder' AND n.about_starts_at = b.starts_at)
     ORDER BY b.starts_at LIMIT 500`,
    [tx.operatorId, new Date(at)],
  );
  await keepNotices(
    tx,
    coming.map((booking) => reminderOf(booking, at, portalUrl)),
  );
  return coming.length;
}

function reminderOf(booking: Coming, at: EpochMs, portalUrl: string | undefined): NewNotice {
  const startsAt = epochMs(booking.starts_at);
  const letter = writeLetter('reminder', {
    reader: {
      name: booking.holder_name,
      ...(booking.time_zone ? { timeZone: booking.time_zone } : {}),
    },
    house: { ...booking.house, portalUrl },
    actor: { kind: 'nobody' },
    at,
    span: { startsAt, endsAt: epochMs(booking.ends_at) },
    resourceName: booking.resource_name,
    alsoNames: [],
    title: booking.title,
    isHold: false,
    charge: booking.charge,
    reasons: [],
    ...(booking.grace_ms === null ? {} : { graceMs: booking.grace_ms }),
  });
  return {
    cause: `reminder ${booking.id} ${startsAt}`,
    holderId: booking.holder_id,
    kind: 'reminder',
    siteId: booking.site_id,
    bookingId: booking.id,
    version: booking.version,
    aboutStartsAt: startsAt,
    dueAt: at,
    letter,
  };
}
