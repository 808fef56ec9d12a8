import { createHash } from 'node:crypto';
import type { ChangeBody } from '@lintel/core/sync/wire.ts';
import { addMs, epochMs, hourMs } from '@lintel/core/time.ts';
import { credentialHash } from '../../edge/src/doors/present.ts';
import { readBody } from '../../edge/src/sync/read-body.ts';
import { doorIdOf, holderIdOf } from '../support/box-store.ts';

/** The least that opens a door: one door, one member, one 40-bit tag, and staff's grant so that no clock matters. As a feed would bring it. */
export function siteWithOneCard() {
  const at = epochMs(Date.now());
  const doorId = doorIdOf(1);
  const holderId = holderIdOf(1);
  const tag = '1f00a1b2c3';
  const credentialKey = createHash('sha256').update('small site').digest();
  const key = credentialHash(credentialKey, { kind: 'card', length: 40, bits: tag });
  const bodies: readonly ChangeBody[] = [
    {
      kind: 'door',
      door: {
        id: doorId,
        name: 'Front door',
        pulseMs: 200,
        recordWaitMs: 5_000,
        unrecordedTap: 'refuse',
        untrustedClock: 'honour',
      },
    },
    { kind: 'holder', holder: { id: holderId, kind: 'member', name: 'Ada', suspended: false } },
    {
      kind: 'credential',
      credential: { id: holderId as never, holderId, kind: 'card', key, revoked: false },
    },
    {
      kind: 'grant',
      grant: {
        id: holderId as never,
        holderId,
        doorIds: [doorId],
        valid: { startsAt: addMs(at, -hourMs), endsAt: addMs(at, 240 * hourMs) },
        because: { kind: 'staff', what: 'bench' },
      },
    },
  ];
  return {
    at,
    doorId,
    tag,
    credentialKey,
    changes: bodies.map((body, index) => ({ ...readBody(body), seq: index + 1 })),
  };
}
