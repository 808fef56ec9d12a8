import { randomInt } from 'node:crypto';
import type { HolderId, SiteId } from '@lintel/core/ids.ts';
import type { Enrolled, enrolment } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';
import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Tx } from '../database/operator.ts';
import { type Keys, sha256 } from '../keys.ts';
import { site } from '../sites/tables.ts';
import { beginEpoch } from './begin-epoch.ts';
import type { ProveHorizon } from './line.ts';
import { pgLine } from './pg-line.ts';
import { credentialKeyOf } from './rows.ts';
import { enrolmentCode } from './tables.ts';

/** No letter or digit that is read for another (Crockford's base 32): 12 of them are 60 random bits. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLifeMs = 24 * hourMs;

export type IssuedCode = { readonly code: string; readonly expiresAt: EpochMs };

/** A one-time code for a box of this site, shown once; only its hash is kept. */
export async function issueCode(
  tx: Tx,
  siteId: SiteId,
  madeBy: HolderId | undefined,
  at: EpochMs,
): Promise<IssuedCode> {
  const letters = Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]).join('');
  const code = `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
  const expiresAt = addMs(at, codeLifeMs);
  await tx.db.insert(enrolmentCode).values({
    operator_id: tx.operatorId,
    code_hash: codeHash(code),
    site_id: siteId,
    made_by: madeBy ?? null,
    expires_at: expiresAt,
  });
  return { code, expiresAt };
}

/** Typed by a person: case, spaces and dashes do not matter, and O, I and L are read as what they look like. */
export function codeHash(code: string): string {
  const plain = code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return sha256(`enrolment\n${plain}`);
}

export type EnrolRefusal =
  | { readonly kind: 'unknown_code' }
  | { readonly kind: 'code_used' }
  | { readonly kind: 'code_expired' };

type Enrolment = z.infer<typeof enrolment>;

export type EnrolParts = {
  readonly horizonHours: number;
  readonly keys: Keys;
  readonly prove: ProveHorizon;
};

/**
 * Makes the box with this key and store the one accepted box of the code's site: the epoch goes up, its outbox begins anew, the box before it is
 * refused for good, and what is still asked is asked of it. A box that lost the answer may send the same again within the code's life, until its first fact was taken.
 */
export async function enrol(
  tx: Tx,
  wanted: Enrolment,
  at: EpochMs,
  { horizonHours, keys, prove }: EnrolParts,
): Promise<Enrolled | EnrolRefusal> {
  const [code] = await tx.db
    .select()
    .from(enrolmentCode)
    .where(
      and(eq(enrolmentCode.operator_id, tx.operatorId), eq(enrolmentCode.code_hash, codeHash(wanted.code))),
    )
    .for('update');
  if (!code) return { kind: 'unknown_code' };
  if (code.expires_at <= at) return { kind: 'code_expired' };
  const siteId = code.site_id;
  const line = pgLine(tx);
  const { publicKey, incarnation } = wanted;
  if (code.used_at) {
    const { epoch, box, outbox } = await line.lockSite(siteId);
    const isSame = box?.publicKey === publicKey && box.incarnation === incarnation;
    // Once it has spoken it had its answer: whoever asks again has forgotten that, and needs a code of its own.
    return isSame && outbox.seq === 0 ? await answer(tx, siteId, epoch, keys) : { kind: 'code_used' };
  }
  await tx.db
    .update(enrolmentCode)
    .set({ used_at: at })
    .where(and(eq(enrolmentCode.operator_id, tx.operatorId), eq(enrolmentCode.code_hash, code.code_hash)));
  const epoch = await beginEpoch(line, siteId, { publicKey, incarnation }, at, { horizonHours, prove });
  return await answer(tx, siteId, epoch, keys);
}

async function answer(tx: Tx, siteId: SiteId, epoch: number, keys: Keys): Promise<Enrolled> {
  const [row] = await tx.db
    .select({ name: site.name })
    .from(site)
    .where(and(eq(site.operator_id, tx.operatorId), eq(site.id, siteId)));
  return {
    operatorId: tx.operatorId,
    siteId,
    siteName: row?.name ?? '',
    epoch,
    credentialKey: await credentialKeyOf(tx, siteId, keys),
  };
}
