import { CompactSign } from 'jose';
import type { Keys } from '../keys.ts';
import type { ProveHorizon } from './line.ts';

/** Proofs are compact JWS (EdDSA) by the cloud's key over operator, site, generation and horizon. */
export function horizonProver({ signingKey }: Pick<Keys, 'signingKey'>): ProveHorizon {
  return async ({ operatorId, siteId, generation, horizonAt }) =>
    await new CompactSign(
      new TextEncoder().encode(JSON.stringify({ operatorId, siteId, generation, horizonAt })),
    )
      .setProtectedHeader({ alg: 'EdDSA' })
      .sign(signingKey);
}
