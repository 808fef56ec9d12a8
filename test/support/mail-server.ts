import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** What the server says to a mail instead of taking it. */
export type SmtpNo = {
  readonly at: 'MAIL FROM' | 'RCPT TO' | 'DATA';
  readonly code: number;
  readonly words: string;
};

/** A real SMTP server, and what it took, as a parser of another maker reads it. */
export class MailServer {
  readonly taken: ParsedMail[] = [];
  readonly raw: string[] = [];
  /** Who gets no mail here, and why. */
  readonly refusals = new Map<string, SmtpNo>();
  port = 0;
  #server: SMTPServer | undefined;

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** Listens, the second time at the port of the first. */
  async start(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onMailFrom: (_, session, done) => done(this.#no('MAIL FROM', session.envelope.rcptTo)),
      onRcptTo: (to, _, done) => done(this.#no('RCPT TO', [to])),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', async () => {
          const no = this.#no('DATA', session.envelope.rcptTo);
          if (no) return done(no);
          const text = Buffer.concat(chunks);
          this.raw.push(text.toString());
          this.taken.push(await simpleParser(text));
          done();
        });
      },
    });
    server.on('error', () => undefined);
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    const address = server.server.address();
    if (address && typeof address === 'object') this.port = address.port;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(resolve));
  }

  mailsTo(address: string): readonly ParsedMail[] {
    return this.taken.filter((mail) => [mail.to].flat().some((to) => to?.text.includes(address)));
  }

  #no(at: SmtpNo['at'], to: readonly { readonly address: string }[]): Error | null {
    const no = to.map(({ address }) => this.refusals.get(address)).find((one) => one?.at === at);
    return no ? Object.assign(new Error(no.words), { responseCode: no.code }) : null;
  }
}
