/** One mail, ready to go. */
export type Mail = {
  /** The same at every try, so that a mail that arrives twice is seen to be one. */
  readonly messageId: string;
  readonly to: { readonly name: string; readonly email: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly calendar?:
    | { readonly method: 'request' | 'cancel' | 'publish'; readonly text: string }
    | undefined;
  /** A picture that the HTML shows by its content id. */
  readonly picture?: { readonly cid: string; readonly png: Uint8Array } | undefined;
};

export type MailAnswer =
  | { readonly kind: 'taken' }
  /** Nobody took it, and it may well go later: the server is away or busy, or our login is wrong. */
  | { readonly kind: 'not_now'; readonly why: string }
  /** The server will never take this one: there is no such address, or it does not like what it says. */
  | { readonly kind: 'turned_down'; readonly why: string };

/** What takes mails to people. Never throws for what the other side says. */
export type Mailer = {
  /** The address mails come from. */
  readonly from: { readonly name: string; readonly email: string };
  readonly send: (mail: Mail) => Promise<MailAnswer>;
  readonly close: () => void;
};
