import { randomInt, randomUUID } from 'node:crypto';
import type { Presented } from '@lintel/core/doors/presented.ts';
import { presentedText } from '@lintel/core/doors/presented.ts';
import type { CredentialId, HolderId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import { and, eq } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import type { Keys } from '../keys.ts';
import { credential } from './tables.ts';

type Key = Extract<Presented, { kind: 'card' | 'pin' }>;

/** `taken`: somebody else's living credential is the same. */
export type Issued = { readonly kind: 'issued'; readonly id: CredentialId } | { readonly kind: 'taken' };

/** Gives a holder what they may present. No two living credentials of an operator are the same; the holder's own, given again, stays one. Publish it to the sites afterwards. */
export async function issueCredential(
  tx: Tx,
  holderId: HolderId,
  key: Key,
  keys: Keys,
  wantedId?: CredentialId,
): Promise<Issued> {
  const text = presentedText(key);
  const mark = keys.mark(text);
  const [kept] = await tx.db
    .insert(credential)
    .values({
      operator_id: tx.operatorId,
      id: wantedId ?? id<CredentialId>(randomUUID()),
      holder_id: holderId,
      kind: key.kind,
      sealed: keys.seal(text),
      mark,
    })
    .onConflictDoNothing()
    .returning({ id: credential.id });
  if (kept) return { kind: 'issued', id: kept.id };
  const [living] = await tx.db
    .select({ id: credential.id, holderId: credential.holder_id })
    .from(credential)
    .where(
      and(
        eq(credential.operator_id, tx.operatorId),
        eq(credential.mark, mark),
        eq(credential.revoked, false),
      ),
    );
  return living?.holderId === holderId ? { kind: 'issued', id: living.id } : { kind: 'taken' };
}

/** A new PIN of six digits that nobody living has. */
export async function issuePin(tx: Tx, holderId: HolderId, keys: Keys): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const digits = String(randomInt(1_000_000)).padStart(6, '0');
    const issued = await issueCredential(tx, holderId, { kind: 'pin', digits }, keys);
    if (issued.kind === 'issued') return digits;
  }
  throw new Error('No free PIN was found in 200 tries. Revoke the credentials of members who have left.');
}

/** The holder's living PIN; absent when they have none. */
export async function findPin(tx: Tx, holderId: HolderId, keys: Keys): Promise<string | undefined> {
  const [row] = await tx.db
    .select({ sealed: credential.sealed })
    .from(credential)
    .where(
      and(
        eq(credential.operator_id, tx.operatorId),
        eq(credential.holder_id, holderId),
        eq(credential.kind, 'pin'),
        eq(credential.revoked, false),
      ),
    );
  return row ? keys.unseal(row.sealed).replace(/^pin:/, '') : undefined;
}

/** Stops a credential everywhere; publish it to the sites afterwards. */
export async function revokeCredential(tx: Tx, credentialId: CredentialId): Promise<void> {
  await tx.db
    .update(credential)
    .set({ revoked: true })
    .where(and(eq(credential.operator_id, tx.operatorId), eq(credential.id, credentialId)));
}
