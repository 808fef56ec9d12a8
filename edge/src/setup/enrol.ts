import { createPublicKey, hash } from 'node:crypto';
import { enrolled, problem } from '@lintel/core/sync/wire.ts';
import type { Writer } from '../database/writer.ts';
import type { Identity } from './identity.ts';
import { keepIdentity, loadBoxKey } from './identity.ts';

/** The cloud did not take the code. The message is the cloud's own sentence. */
export class EnrolmentRefused extends Error {
  override readonly name = 'EnrolmentRefused';
}

/**
 * Spends a one-time code: the cloud raises the site's epoch and accepts this box's key and a fresh incarnation of its store. What the box had not uploaded
 * is kept and goes up under the new epoch. Asked again after an answer that was lost, the cloud answers the same: the incarnation is the code's and the key's.
 */
export async function enrol(
  {
    dataDir,
    cloudUrl,
    writer,
    waitMostMs,
  }: {
    readonly dataDir: string;
    readonly cloudUrl: string;
    readonly writer: Pick<Writer, 'run'>;
    readonly waitMostMs: number;
  },
  code: string,
): Promise<Identity> {
  const publicKey = createPublicKey(loadBoxKey(dataDir)).export({ format: 'jwk' }).x;
  const incarnation = incarnationOf(`${code}\n${publicKey}`);
  const response = await fetch(`${cloudUrl}/site/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, publicKey, incarnation }),
    signal: AbortSignal.timeout(waitMostMs),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new EnrolmentRefused(sentenceOf(answer, response.status));

  const { credentialKey, ...identity } = enrolled.parse(answer);
  await writer.run('rechain', { incarnation, epoch: identity.epoch });
  keepIdentity(dataDir, { ...identity, credentialKey });
  return identity;
}

/** A UUID (version 8, RFC 9562 §5.8) that is new with every code, for a code is good once. */
export function incarnationOf(text: string): string {
  const hex = hash('sha256', text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function sentenceOf(answer: unknown, status: number): string {
  const parsed = problem.safeParse(answer);
  return parsed.success ? parsed.data.sentence : `The cloud answered ${status} to the enrolment.`;
}
