import type { KeyObject } from 'node:crypto';
import { boxTokenLifeS, problem } from '@lintel/core/sync/wire.ts';
import { SignJWT } from 'jose';
import type { Identity } from '../setup/identity.ts';

/** The cloud said no to this box. `kind` is the problem's (`epoch_over`, `quarantined`, `gap`, `forked`). */
export class CloudRefused extends Error {
  override readonly name = 'CloudRefused';
  readonly kind: string;
  readonly status: number;

  constructor(kind: string, status: number, sentence: string) {
    super(sentence);
    this.kind = kind;
    this.status = status;
  }
}

export type CloudAccess = {
  readonly url: string;
  readonly identity: Identity;
  readonly key: KeyObject;
  readonly incarnation: () => string;
};

/** A request to the cloud in the box's name; throws `CloudRefused` on an answer that is not a success, and what `fetch` throws when there is none. */
export async function callCloud(access: CloudAccess, path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${await tokenOf(access)}`);
  const response = await fetch(`${access.url}${path}`, { ...init, headers });
  if (response.ok) return response;
  const parsed = problem.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) throw new CloudRefused(parsed.data.kind, response.status, parsed.data.sentence);
  throw new CloudRefused('unreadable', response.status, `The cloud answered ${response.status} to ${path}.`);
}

function tokenOf({ identity, key, incarnation }: CloudAccess): Promise<string> {
  return new SignJWT({ epoch: identity.epoch, inc: incarnation() })
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer(identity.siteId)
    .setSubject(identity.operatorId)
    .setAudience('lintel-cloud')
    .setIssuedAt()
    .setExpirationTime(`${boxTokenLifeS}s`)
    .sign(key);
}
