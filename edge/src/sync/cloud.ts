import type { KeyObject } from 'node:crypto';
import { boxTokenLifeS, problem } from '@lintel/core/sync/wire.ts';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { machinePace, type Pace } from '../pace.ts';
import type { Identity } from '../setup/identity.ts';

/** The cloud said no to this box. `kind` is the problem's (`epoch_over`, `quarantined`, `gap`, `forked`); `expected` the fact it goes on with after a gap. */
export class CloudRefused extends Error {
  override readonly name = 'CloudRefused';
  readonly kind: string;
  readonly status: number;
  readonly expected: number | undefined;

  constructor(kind: string, status: number, sentence: string, expected?: number) {
    super(sentence);
    this.kind = kind;
    this.status = status;
    this.expected = expected;
  }
}

const refusal = problem.extend({ expected: z.int().min(1).optional() });

export type CloudAccess = {
  readonly url: string;
  readonly identity: Identity;
  readonly key: KeyObject;
  readonly incarnation: () => string;
};

/** How a box reaches its cloud: who it is there, a request in its name, and the time by which it waits for an answer. */
export type CloudLine = Pick<CloudAccess, 'identity' | 'incarnation'> & {
  /** Throws `CloudRefused` on an answer that is not a success, and something else when there is none. */
  readonly call: (path: string, init: RequestInit) => Promise<Response>;
  readonly pace: Pace;
};

/** The line over HTTP, each request with a token of its own. */
export function lineTo(access: CloudAccess): CloudLine {
  const { identity, incarnation } = access;
  const call: CloudLine['call'] = async (path, init) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await tokenOf(access)}`);
    return await accepted(path, await fetch(`${access.url}${path}`, { ...init, headers }));
  };
  return { identity, incarnation, call, pace: machinePace };
}

/** The response when it is a success; throws `CloudRefused` with the cloud's own sentence when it is not. */
export async function accepted(path: string, response: Response): Promise<Response> {
  if (response.ok) return response;
  const parsed = refusal.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) {
    const { kind, sentence, expected } = parsed.data;
    throw new CloudRefused(kind, response.status, sentence, expected);
  }
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
