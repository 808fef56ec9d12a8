import { createPublicKey } from 'node:crypto';
import { enrolled, problem } from '@lintel/core/sync/wire.ts';
import type { Writer } from '../database/writer.ts';
import type { Identity } from './identity.ts';
import { keepIdentity, loadBoxKey } from './identity.ts';
import { freshIncarnation } from './rechain.ts';

/** The cloud did not take the code. The message is the cloud's own sentence. */
export class EnrolmentRefused extends Error {
  override readonly name = 'EnrolmentRefused';
}

/**
 * Spends a one-time code: the cloud raises the site's epoch and accepts this box's key and a fresh incarnation of its store. What the box had not uploaded
 * is kept and goes up under the new epoch.
 */
export async function enrol(
  {
    dataDir,
    cloudUrl,
    writer,
  }: { readonly dataDir: string; readonly cloudUrl: string; readonly writer: Writer },
  code: string,
): Promise<Identity> {
  const incarnation = freshIncarnation();
  const publicKey = createPublicKey(loadBoxKey(dataDir)).export({ format: 'jwk' }).x;
  const response = await fetch(`${cloudUrl}/site/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, publicKey, incarnation }),
    signal: AbortSignal.timeout(15_000),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new EnrolmentRefused(sentenceOf(answer, response.status));

  const { credentialKey, ...identity } = enrolled.parse(answer);
  await writer.run('rechain', { incarnation, epoch: identity.epoch });
  keepIdentity(dataDir, { ...identity, credentialKey });
  return identity;
}

function sentenceOf(answer: unknown, status: number): string {
  const parsed = problem.safeParse(answer);
  return parsed.success ? parsed.data.sentence : `The cloud answered ${status} to the enrolment.`;
}
