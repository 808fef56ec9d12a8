/** What a mail and the portal say, before it is drawn as text or HTML. Holds nothing secret: it is kept as it is. */
export type Letter = {
  readonly subject: string;
  readonly hello: string;
  /** What happened, in one or two sentences. */
  readonly lead: string;
  readonly rows: readonly LetterRow[];
  /** What follows from it, and what its reader can do. */
  readonly notes: readonly string[];
  /** Who writes, and who can help. */
  readonly closing: readonly string[];
};

/** `was` stands beside it where it changed. */
export type LetterRow = { readonly label: string; readonly is: string; readonly was?: string | undefined };

/** What opens the door, put in when a mail is sent. */
export type Keyring = {
  readonly pin?: string | undefined;
  /** Whether the picture of a pass goes with the mail. */
  readonly hasPass: boolean;
};

export const noKeys: Keyring = { hasPass: false };
