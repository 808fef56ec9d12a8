import { generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BookingId, DoorId, HolderId, SiteId } from '../ids.ts';
import { epochMs } from '../time.ts';
import { type PassStatement, passBytes, passText, readPass } from './pass.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const uuid = <Wanted extends string>() => fc.uuid().map((text) => text as Wanted);
const instant = fc.integer({ min: 0, max: 253_402_300_799_999 }).map(epochMs);

const statements: fc.Arbitrary<PassStatement> = fc.record(
  {
    passId: fc.stringMatching(/^[0-9a-f]{16}$/),
    siteId: uuid<SiteId>(),
    holderId: uuid<HolderId>(),
    doorIds: fc.array(uuid<DoorId>(), { minLength: 1, maxLength: 8 }),
    valid: fc.record({ startsAt: instant, endsAt: instant }),
    issuedAt: instant,
    expiresAt: instant,
    booking: fc.record({ id: uuid<BookingId>(), version: fc.integer({ min: 1, max: 2 ** 32 - 1 }) }),
  },
  { requiredKeys: ['passId', 'siteId', 'holderId', 'doorIds', 'valid', 'issuedAt', 'expiresAt'] },
);

const signed = (statement: PassStatement) => {
  const bytes = passBytes(statement);
  return passText(bytes, sign(null, bytes, privateKey));
};

describe('a pass', () => {
  test('says at the reader what it said when it was signed, and its signature holds', () => {
    fc.assert(
      fc.property(statements, (statement) => {
        const read = readPass(signed(statement));
        expect(read?.statement).toEqual(statement);
        expect(read && verify(null, read.signed, publicKey, read.signature)).toBe(true);
      }),
    );
  });

  test('with any letter changed is no pass, or its signature does not hold', () => {
    fc.assert(
      fc.property(statements, fc.nat(), fc.constantFrom(...'AQgw_-09'), (statement, at, letter) => {
        const text = signed(statement);
        const place = at % text.length;
        const altered = text.slice(0, place) + letter + text.slice(place + 1);
        fc.pre(altered !== text);
        const read = readPass(altered);
        // The last letter of base64 carries bits that mean nothing; a reader may drop them.
        const same = read && passText(read.signed, read.signature) === text;
        expect(!read || same || !verify(null, read.signed, publicKey, read.signature)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('of a booked room with its front door stays under 300 letters', () => {
    fc.assert(
      fc.property(statements, (statement) => {
        fc.pre(statement.doorIds.length <= 2);
        expect(signed(statement).length).toBeLessThan(300);
      }),
    );
  });

  test('is not read from noise, and noise makes nothing fail', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 700 }), (text) => {
        expect(readPass(`LP1.${text}`)?.statement.doorIds.length ?? 1).toBeGreaterThan(0);
        expect(readPass(text)).toBeUndefined();
      }),
    );
  });

  test('that names no door, or nine, is never made', () => {
    const [statement] = fc.sample(statements, 1);
    if (!statement) throw new Error('a statement');
    expect(() => passBytes({ ...statement, doorIds: [] })).toThrow(RangeError);
    const [doorId] = statement.doorIds;
    if (!doorId) throw new Error('a door');
    expect(() => passBytes({ ...statement, doorIds: Array(9).fill(doorId) })).toThrow(RangeError);
  });
});
