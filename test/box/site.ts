import { createHash, scryptSync } from 'node:crypto';
import type { Presented } from '@lintel/core/doors/presented.ts';
import { formatPasswordHash } from '@lintel/core/members/password-hash.ts';
import { localDate, localDay } from '@lintel/core/sites/local-time.ts';
import type { ChangeBody } from '@lintel/core/sync/wire.ts';
import { addMs, ceilTo, epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { credentialHash } from '../../edge/src/doors/present.ts';
import { doorIdOf, holderIdOf, plan, resourceIdOf, room } from '../support/box-store.ts';

/** A site of two doors, two rooms, one of the staff and two members, as its feed would bring it. */

export const siteId = '00000000-0000-7000-8006-000000000001';
export const operatorId = '00000000-0000-7000-8007-000000000001';
export const credentialKey = createHash('sha256').update('a site of two doors').digest();
/** The back door opens when a tap cannot be written down; the front door does not. */
export const doors = { front: doorIdOf(1), back: doorIdOf(2) } as const;
export const rooms = { quiet: resourceIdOf(1), loud: resourceIdOf(2) } as const;
export const staffLogin = { email: 'freya@site.example', password: 'correct horse battery' } as const;
export const memberPin = '4711';
export const otherPin = '582213';
export const staffPin = '9034';

const staffId = holderIdOf(1);
export const memberId = holderIdOf(2);
export const otherMemberId = holderIdOf(3);
const planId = '00000000-0000-7000-8008-000000000001' as never;

/** Staff's tags, which open both doors whatever the clock says; distinct ones, so that no reader takes them for one. */
export const staffTag = (n: number) => (0x1f00000000 + n).toString(16);
export const staffTags = 20;
/** The tag of a member whose membership opens both doors. */
export const memberTag = '2f00000001';
export const strangersTag = (n: number) => (0x3f00000000 + n).toString(16);

/** Everything but the horizon; instants are counted from now. */
export function siteBodies(): readonly ChangeBody[] {
  const at = epochMs(Date.now());
  return [
    { kind: 'site', site: siteInfo },
    { kind: 'door', door: doorOf(doors.front, 'Front door', 'refuse', 'honour') },
    { kind: 'door', door: doorOf(doors.back, 'Back door', 'open', 'staff_only') },
    { kind: 'resource', resource: roomOf(rooms.quiet, 'Quiet room') },
    { kind: 'resource', resource: roomOf(rooms.loud, 'Loud room') },
    { kind: 'plan', plan: plan({ id: planId, advanceMs: 240 * hourMs }) },
    ...openDays(at),
    {
      kind: 'holder',
      holder: { id: staffId, kind: 'staff', name: 'Freya', suspended: false, login: login() },
    },
    { kind: 'holder', holder: { id: memberId, kind: 'member', name: 'Ada', suspended: false, planId } },
    { kind: 'holder', holder: { id: otherMemberId, kind: 'member', name: 'Ben', suspended: false, planId } },
    ...Array.from({ length: staffTags }, (_, n) => credentialOf(100 + n, staffId, card(staffTag(n)))),
    credentialOf(1, memberId, card(memberTag)),
    credentialOf(2, memberId, { kind: 'pin', digits: memberPin }),
    credentialOf(3, otherMemberId, { kind: 'pin', digits: otherPin }),
    credentialOf(4, staffId, { kind: 'pin', digits: staffPin }),
    grantOf(1, staffId, { kind: 'staff', what: 'front desk' }, at),
    grantOf(2, memberId, { kind: 'membership', what: 'Flex' }, at),
  ];
}

/** Ten days from yesterday, each open all day. */
function openDays(at: ReturnType<typeof epochMs>): readonly ChangeBody[] {
  return Array.from({ length: 10 }, (_, n) => {
    const date = localDate(siteInfo.timeZone, addMs(at, (n - 1) * 24 * hourMs));
    const day = localDay(siteInfo.timeZone, date);
    return { kind: 'day', day: { date, ...day, open: [day], note: '' } };
  });
}

export function horizonBody(hours = 36): Extract<ChangeBody, { kind: 'horizon' }> {
  return {
    kind: 'horizon',
    horizonAt: ceilTo(addMs(epochMs(Date.now()), hours * hourMs), 15 * minuteMs),
    proof: 'signed',
  };
}

const siteInfo = {
  id: siteId as never,
  operatorId: operatorId as never,
  operatorName: 'Two Doors Ltd',
  name: 'Two Doors',
  timeZone: 'Europe/London',
  currency: 'GBP',
  help: { name: 'Freya', email: staffLogin.email, phone: '+44 20 7946 0000' },
  verifyKeys: ['A'.repeat(43)],
};

function doorOf(
  id: (typeof doors)['front'],
  name: string,
  unrecordedTap: 'open' | 'refuse',
  untrustedClock: 'honour' | 'staff_only',
) {
  return { id, name, pulseMs: 300, recordWaitMs: 5_000, unrecordedTap, untrustedClock };
}

function roomOf(id: (typeof rooms)['quiet'], name: string) {
  const lengths = { stepMs: minuteMs, lengthMinMs: minuteMs, lengthMaxMs: 4 * hourMs };
  return {
    ...room(),
    id,
    name,
    doorIds: [doors.front, doors.back],
    checkInDoorIds: [doors.back],
    ...lengths,
  };
}

function login() {
  const salt = 'ab'.repeat(16);
  const cost = { n: 1_024, r: 8, p: 1 };
  const hash = scryptSync(staffLogin.password, Buffer.from(salt, 'hex'), 64, { N: cost.n, r: 8, p: 1 });
  const passwordHash = formatPasswordHash({ ...cost, salt, hash: hash.toString('hex') });
  return { email: staffLogin.email, passwordHash, role: 'front_desk' as const };
}

function card(tag: string) {
  return { kind: 'card', length: 40, bits: tag } as const;
}

function credentialOf(
  n: number,
  holderId: typeof staffId,
  shown: Extract<Presented, { kind: 'card' | 'pin' }>,
): ChangeBody {
  const id = `00000000-0000-7000-8009-${String(n).padStart(12, '0')}` as never;
  const key = credentialHash(credentialKey, shown);
  return { kind: 'credential', credential: { id, holderId, kind: shown.kind, key, revoked: false } };
}

function grantOf(
  n: number,
  holderId: typeof staffId,
  because: Extract<ChangeBody, { kind: 'grant' }>['grant']['because'],
  at: ReturnType<typeof epochMs>,
): ChangeBody {
  const id = `00000000-0000-7000-8010-${String(n).padStart(12, '0')}` as never;
  const valid = { startsAt: addMs(at, -hourMs), endsAt: addMs(at, 240 * hourMs) };
  return { kind: 'grant', grant: { id, holderId, doorIds: [doors.front, doors.back], valid, because } };
}
