import { createTransport } from 'nodemailer';
import type { Mail, MailAnswer, Mailer } from './mail.ts';

/** Sends through one SMTP server (RFC 5321), over at most two connections that are kept open. */
export function smtpMailer(url: string, from: Mailer['from']): Mailer {
  const address = new URL(url);
  const query = Object.fromEntries(address.searchParams);
  const transport = createTransport({
    host: address.hostname,
    port: Number(address.port) || (address.protocol === 'smtps:' ? 465 : 587),
    secure: address.protocol === 'smtps:',
    requireTLS: query.requireTLS === 'true',
    ...(address.username
      ? { auth: { user: decodeURIComponent(address.username), pass: decodeURIComponent(address.password) } }
      : {}),
    pool: true,
    maxConnections: 2,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    from,
    close: () => transport.close(),
    send: async (mail) => {
      try {
        await transport.sendMail(toMessage(mail, from));
        return { kind: 'taken' };
      } catch (error) {
        return answerOf(error);
      }
    },
  };
}

function toMessage(mail: Mail, from: Mailer['from']) {
  const { calendar, picture } = mail;
  return {
    from: { name: from.name, address: from.email },
    to: { name: mail.to.name, address: mail.to.email },
    messageId: `<${mail.messageId}@${from.email.split('@').at(-1)}>`,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    // RFC 3834: no holiday notes in answer to this.
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...(calendar
      ? { icalEvent: { method: calendar.method, content: calendar.text, filename: 'booking.ics' } }
      : {}),
    ...(picture
      ? {
          attachments: [
            {
              filename: 'pass.png',
              content: Buffer.from(picture.png),
              contentType: 'image/png',
              cid: picture.cid,
              contentDisposition: 'inline' as const,
            },
          ],
        }
      : {}),
  };
}

/** Only what is said of this mail's address or words is final (5yz to RCPT and DATA); what is said of us is the operator's to mend, and the mail waits. */
function answerOf(error: unknown): MailAnswer {
  const { responseCode, command, message } = error as {
    responseCode?: number;
    command?: string;
    message?: string;
  };
  const why = (message ?? String(error)).slice(0, 500);
  const isOfThisMail = command !== undefined && /^(RCPT TO|DATA)/.test(command);
  const isFinal = responseCode !== undefined && responseCode >= 500 && responseCode < 600;
  const isNoAddress = command === 'API' && /recipient/i.test(why);
  return (isFinal && isOfThisMail) || isNoAddress ? { kind: 'turned_down', why } : { kind: 'not_now', why };
}
