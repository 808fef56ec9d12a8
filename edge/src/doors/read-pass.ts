import { createPublicKey, verify } from 'node:crypto';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import type { Holder, Instant, Presentation } from '@lintel/core/doors/decide.ts';
import type { Grant } from '@lintel/core/doors/grant.ts';
import { earlyMs } from '@lintel/core/doors/grant.ts';
import { type PassStatement, type ReadPass, readPass as readPassText } from '@lintel/core/doors/pass.ts';
import type { BookingId, GrantId, HolderId, SiteId } from '@lintel/core/ids.ts';
import { addMs, type EpochMs } from '@lintel/core/time.ts';

/** What verifying a pass needs of the box. All of it is on the box: no network. */
export type PassPorts = {
  readonly site: () => { readonly id: SiteId; readonly verifyKeys: readonly string[] } | undefined;
  readonly findHolder: (id: HolderId) => Holder | undefined;
  readonly findBooking: (id: BookingId) => Booking | undefined;
  /** A genuine pass proves that it is at least as late as its issue. */
  readonly proveTime: (at: EpochMs) => void;
};

/**
 * What a pass shows. Good for a booking this box has never heard of, because the cloud signed it; what the box does know wins: a suspended holder, and a newer version of
 * the booking.
 */
export function presentPass(ports: PassPorts, text: string, now: Instant): Presentation {
  const read = readPassText(text);
  const site = ports.site();
  if (!read || !site || !isGenuine(read, site.verifyKeys)) {
    return { kind: 'pass_refused', reason: { kind: 'pass_altered' } };
  }
  const { statement } = read;
  ports.proveTime(statement.issuedAt);
  if (statement.siteId !== site.id) return { kind: 'pass_refused', reason: { kind: 'pass_foreign_site' } };
  if (statement.expiresAt <= now.at) return { kind: 'pass_refused', reason: { kind: 'pass_expired' } };

  const holder = ports.findHolder(statement.holderId) ?? {
    id: statement.holderId,
    name: '',
    suspended: false,
  };
  const known = statement.booking && ports.findBooking(statement.booking.id);
  const superseded =
    known && statement.booking && known.version > statement.booking.version ? known : undefined;
  return {
    kind: 'known',
    revoked: superseded !== undefined && !holdsSlot(superseded),
    holder,
    grants: [grantOf(statement, superseded)],
  };
}

function grantOf(statement: PassStatement, superseded: Booking | undefined): Grant {
  const { booking, holderId, doorIds } = statement;
  const valid = superseded
    ? { startsAt: addMs(superseded.startsAt, -earlyMs), endsAt: superseded.endsAt }
    : statement.valid;
  return {
    id: (booking?.id ?? holderId) as string as GrantId,
    holderId,
    doorIds,
    valid,
    because: booking
      ? { kind: 'booking', bookingId: booking.id, what: 'the room on the pass' }
      : { kind: 'membership', what: 'the membership on the pass' },
  };
}

function isGenuine({ signed, signature }: ReadPass, keys: readonly string[]): boolean {
  return keys.some((x) => {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, signed, key, signature);
  });
}
