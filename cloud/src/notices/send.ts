import type { OperatorId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import type { WithOperator } from '../database/operator.ts';
import type { Keys } from '../keys.ts';
import type { MailAnswer, Mailer } from './mail/mail.ts';
import { prepareMail } from './prepare-mail.ts';
import { type NoticeRow, noteOutcome, type Outcome, takeDue } from './store.ts';

export type SendPorts = {
  readonly now: () => EpochMs;
  readonly withOperator: WithOperator;
  readonly keys: Keys;
  /** Absent: this cloud sends no mail. */
  readonly mailer: Mailer | undefined;
};

/** Longer than the few mails of one turn can take, slow as their server may be. */
const leaseMs = 10 * minuteMs;
const mostAtOnce = 5;
/** After this nobody needs the mail any more. */
export const tryForMs = 72 * hourMs;
export const noMail = 'This cloud sends no mail: SMTP_URL is not set.';

/**
 * Sends what is due, and says how many notices it looked at. A mail goes out once, save when this process dies between the server's yes and the row that says so: then twice, under
 * one message id. What is no longer true is not sent; what the server will never take is kept as failed.
 */
export async function sendDue(ports: SendPorts, operatorId: OperatorId): Promise<number> {
  const at = ports.now();
  const rows = await ports.withOperator(operatorId, (tx) => takeDue(tx, at, addMs(at, leaseMs), mostAtOnce));
  const faults: unknown[] = [];
  for (const row of rows) {
    // One that cannot even be written keeps no other waiting; it is tried again like the rest, and the fault is told.
    const outcome = await tryToSend(ports, operatorId, row).catch((fault: unknown) => {
      faults.push(fault);
      const why = `It could not be written: ${fault instanceof Error ? fault.message : fault}`;
      return outcomeOf({ kind: 'not_now', why }, row, ports.now(), true);
    });
    await ports.withOperator(operatorId, (tx) => noteOutcome(tx, row.id, outcome));
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} mails could not be written`);
  return rows.length;
}

async function tryToSend(ports: SendPorts, operatorId: OperatorId, row: NoticeRow): Promise<Outcome> {
  const { mailer } = ports;
  const prepared = await ports.withOperator(operatorId, (tx) => prepareMail(tx, row, ports.now(), ports));
  if (prepared.kind === 'stale') return { state: 'stale' };
  const answer: MailAnswer =
    mailer && prepared.kind === 'mail' ? await mailer.send(prepared.mail) : { kind: 'not_now', why: noMail };
  return outcomeOf(answer, row, ports.now(), mailer !== undefined);
}

/** Tried again after one minute, two, four, up to an hour, for three days. */
export function outcomeOf(
  answer: MailAnswer,
  row: Pick<NoticeRow, 'attempts' | 'made_at'>,
  at: EpochMs,
  tried: boolean,
): Outcome {
  switch (answer.kind) {
    case 'taken':
      return { state: 'sent', at };
    case 'turned_down':
      return { state: 'failed', error: answer.why, tried };
    case 'not_now': {
      if (at - row.made_at >= tryForMs) return { state: 'failed', error: answer.why, tried };
      const waitMs = tried ? Math.min(minuteMs * 2 ** row.attempts, hourMs) : 5 * minuteMs;
      return { state: 'waiting', until: addMs(at, waitMs), error: answer.why, tried };
    }
    default:
      return answer satisfies never;
  }
}
