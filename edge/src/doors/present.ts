import { createHmac } from 'node:crypto';
import type { Holder, Instant, Presentation } from '@lintel/core/doors/decide.ts';
import type { Grant } from '@lintel/core/doors/grant.ts';
import { type Presented, presentedText } from '@lintel/core/doors/presented.ts';
import type { CredentialId, HolderId } from '@lintel/core/ids.ts';

/** What is found by its keyed hash. */
export type Credential = Extract<Presented, { kind: 'card' | 'pin' }>;

/** What the store knows of credentials, people and grants. */
export type PresentPorts = {
  /** The keyed hash under which a credential is kept at this site (`credentialHash`). */
  readonly hashOf: (presented: Credential) => string;
  readonly findCredential: (
    key: string,
  ) => { readonly id: CredentialId; readonly holderId: HolderId; readonly revoked: boolean } | undefined;
  readonly findHolder: (id: HolderId) => Holder | undefined;
  /** Those the cloud sent and those of the holder's bookings, for any doors. */
  readonly grantsOf: (id: HolderId, now: Instant) => readonly Grant[];
  readonly readPass: (text: string, now: Instant) => Presentation;
};

/** What the box knows of what was presented, ready to be decided on. */
export function present(ports: PresentPorts, presented: Presented, now: Instant): Presentation {
  if (presented.kind === 'misread') return presented;
  if (presented.kind === 'pass') return ports.readPass(presented.text, now);

  const credential = ports.findCredential(ports.hashOf(presented));
  const holder = credential && ports.findHolder(credential.holderId);
  if (!credential || !holder) return { kind: 'unknown' };
  return {
    kind: 'known',
    credentialId: credential.id,
    revoked: credential.revoked,
    holder,
    grants: ports.grantsOf(holder.id, now),
  };
}

/** The keyed hash under which a credential is kept: HMAC-SHA-256 over `presentedText`, hex. */
export function credentialHash(key: Buffer, presented: Credential): string {
  return createHmac('sha256', key).update(presentedText(presented)).digest('hex');
}
