import { generateKeyPairSync, sign } from 'node:crypto';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import { type PassStatement, passBytes, passText } from '@lintel/core/doors/pass.ts';
import type { SiteId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import { addMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { describe, expect, test } from 'vitest';
import { booking, bookingIdOf, doorIdOf, holderIdOf, noon } from '../../../test/support/box-store.ts';
import { presentPass } from './read-pass.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const siteId = id<SiteId & string>('00000000-0000-7000-8000-000000000001');
const statement: PassStatement = {
  passId: '0011223344556677',
  siteId,
  holderId: holderIdOf(1),
  doorIds: [doorIdOf(1), doorIdOf(9)],
  valid: { startsAt: noon, endsAt: addMs(noon, hourMs) },
  issuedAt: noon,
  expiresAt: addMs(noon, 10 * minuteMs),
  booking: { id: bookingIdOf(1), version: 1 },
};
const textOf = (said: PassStatement, key = privateKey) =>
  passText(passBytes(said), sign(null, passBytes(said), key));

function show(text: string, at = noon, known?: Booking) {
  const proved: number[] = [];
  const ports = {
    site: () => ({ id: siteId, verifyKeys: [String(publicKey.export({ format: 'jwk' }).x)] }),
    findHolder: () => undefined,
    findBooking: () => known,
    proveTime: (time: number) => void proved.push(time),
  };
  return { presentation: presentPass(ports, text, { at, trust: 'trusted' }), proved };
}

describe('a pass', () => {
  test('opens for a booking and a person the box has never heard of', () => {
    const { presentation, proved } = show(textOf(statement));
    expect(presentation).toMatchObject({
      kind: 'known',
      revoked: false,
      grants: [{ valid: statement.valid }],
    });
    expect(proved).toEqual([noon]);
  });

  test('altered in any letter is refused', () => {
    const text = textOf(statement);
    for (let at = 4; at < text.length; at += 7) {
      const letter = text[at] === 'A' ? 'B' : 'A';
      const { presentation, proved } = show(text.slice(0, at) + letter + text.slice(at + 1));
      expect(presentation).toEqual({ kind: 'pass_refused', reason: { kind: 'pass_altered' } });
      expect(proved).toEqual([]);
    }
  });

  test('signed by somebody else, expired, or of another site is refused, each for its reason', () => {
    const stranger = generateKeyPairSync('ed25519').privateKey;
    expect(show(textOf(statement, stranger)).presentation).toMatchObject({
      reason: { kind: 'pass_altered' },
    });
    expect(show(textOf(statement), statement.expiresAt).presentation).toMatchObject({
      reason: { kind: 'pass_expired' },
    });
    const elsewhere = { ...statement, siteId: id<SiteId & string>('00000000-0000-7000-8000-000000000002') };
    expect(show(textOf(elsewhere)).presentation).toMatchObject({ reason: { kind: 'pass_foreign_site' } });
    expect(show('https://example.org').presentation).toMatchObject({ reason: { kind: 'pass_altered' } });
  });

  test('of a booking the box knows to be cancelled is withdrawn, and of one that was moved opens at the new time', () => {
    const cancelled = booking(1, 0, 60, { version: 2, state: 'cancelled' });
    expect(show(textOf(statement), noon, cancelled).presentation).toMatchObject({ revoked: true });
    const moved = booking(1, 120, 60, { version: 2 });
    expect(show(textOf(statement), noon, moved).presentation).toMatchObject({
      revoked: false,
      grants: [{ valid: { startsAt: moved.startsAt - 5 * minuteMs, endsAt: moved.endsAt } }],
    });
  });
});
