import type { SiteId } from '@lintel/core/ids.ts';
import { boxClaims, boxTokenLifeS } from '@lintel/core/sync/wire.ts';
import { decodeJwt, importJWK, jwtVerify } from 'jose';
import type { KnownBox } from '../database/directory.ts';

/** Who a request comes from, or why it is turned away. */
export type BoxVerdict =
  | { readonly kind: 'box'; readonly box: KnownBox }
  | { readonly kind: 'unproven'; readonly sentence: string }
  | { readonly kind: 'epoch_over' }
  | { readonly kind: 'quarantined'; readonly box: KnownBox; readonly incarnation: string };

/** How far a box's clock may run ahead of ours before its tokens are refused. */
const skewS = 5;

/**
 * Proves which box is speaking: a compact JWS (EdDSA) under the key it enrolled, not older than a minute, of the site's present epoch and
 * of the store it enrolled with. A box of an earlier epoch is told so before its signature is looked at, for its key is no longer kept.
 */
export async function proveBox(
  header: string | undefined,
  boxOf: (siteId: SiteId) => Promise<KnownBox | undefined>,
): Promise<BoxVerdict> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header ?? '')?.[1];
  if (!token) return unproven('A box token is missing. Send it as "Authorization: Bearer <token>".');
  const claimed = claimsOf(token);
  if (!claimed)
    return unproven('The box token cannot be read. Make a new one with the claims this cloud asks for.');

  const box = await boxOf(claimed.iss);
  if (!box || box.operatorId !== claimed.sub || box.epoch === 0) return noBox;
  if (claimed.epoch < box.epoch) return { kind: 'epoch_over' };
  if (!box.publicKey) return noBox;
  if (claimed.epoch > box.epoch)
    return unproven('The box token names an epoch that has not begun. Enrol the box again.');
  const wrong = await findFault(token, box.publicKey);
  if (wrong) return unproven(wrong);
  if (claimed.inc !== box.incarnation) return { kind: 'quarantined', box, incarnation: claimed.inc };
  return { kind: 'box', box };
}

const unproven = (sentence: string): BoxVerdict => ({ kind: 'unproven', sentence });
const noBox = unproven('No box is enrolled for this site. Enrol it with a new code.');

function claimsOf(token: string) {
  try {
    return boxClaims.safeParse(decodeJwt(token)).data;
  } catch {
    return undefined;
  }
}

/** What is wrong with the token, as a sentence; absent when nothing is. */
async function findFault(token: string, publicKey: string): Promise<string | undefined> {
  try {
    const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: publicKey }, 'EdDSA');
    await jwtVerify(token, key, {
      algorithms: ['EdDSA', 'Ed25519'],
      audience: 'lintel-cloud',
      maxTokenAge: boxTokenLifeS,
      clockTolerance: skewS,
      requiredClaims: ['iat', 'exp'],
    });
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ERR_JWT_EXPIRED' || code === 'ERR_JWT_CLAIM_VALIDATION_FAILED') {
      return 'The box token is stale. Make a new one for each request, and check the clock of the box.';
    }
    return 'The box token is not signed by the box that is enrolled here.';
  }
}
