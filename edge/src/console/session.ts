import type { HolderId } from '@lintel/core/ids.ts';
import type { StaffRole } from '@lintel/core/members/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';
import type { Writer } from '../database/writer.ts';
import { GuessLimit } from '../http/limit.ts';
import { freshToken, tokenHash } from '../http/tokens.ts';

const sessionMs = 12 * hourMs;

export type StaffLogin = {
  readonly id: HolderId;
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly suspended: boolean;
  readonly passwordHash: string;
};

export type SessionPorts = {
  readonly now: () => EpochMs;
  readonly findLogin: (email: string) => StaffLogin | undefined;
  readonly checkPassword: (hash: string, password: string) => Promise<boolean>;
  readonly writer: Pick<Writer, 'run'>;
};

export type LoginResult =
  | { readonly kind: 'in'; readonly token: string; readonly staff: StaffLogin }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'slow_down' };

/** A hash nobody's password has: an unknown address costs as long as a known one. */
const nobody = `scrypt$16384$16$1$${'0'.repeat(32)}$${'0'.repeat(128)}`;

/** How many logins may wait for their turn at the password check. */
const waitingMost = 40;

/**
 * Logs staff in against the password hash the cloud replicated, link or no link. Ten wrong tries in five minutes close an address for that long. Passwords are checked one at a time: the
 * threads that work them out also read the doors' serial lines.
 */
export class Sessions {
  readonly #ports: SessionPorts;
  readonly #limit = new GuessLimit(10, 5 * 60_000);
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
  }

  async login(email: string, password: string): Promise<LoginResult> {
    const key = email.toLowerCase();
    if (this.#waiting >= waitingMost || !this.#limit.admits(key)) return { kind: 'slow_down' };
    const staff = this.#ports.findLogin(email);
    const right = await this.#checkInTurn(staff?.passwordHash ?? nobody, password);
    if (!staff || !right || staff.suspended) return { kind: 'wrong' };
    this.#limit.wasRight(key);
    const token = freshToken();
    const at = this.#ports.now();
    const expiresAt = addMs(at, sessionMs);
    await this.#ports.writer.run('keepSession', {
      tokenHash: tokenHash(token),
      holderId: staff.id,
      expiresAt,
      at,
    });
    return { kind: 'in', token, staff };
  }

  #checkInTurn(hash: string, password: string): Promise<boolean> {
    this.#waiting += 1;
    const checked = this.#turn
      .then(() => this.#ports.checkPassword(hash, password))
      .finally(() => {
        this.#waiting -= 1;
      });
    this.#turn = checked.catch(() => undefined);
    return checked;
  }

  async logout(token: string): Promise<void> {
    await this.#ports.writer.run('removeSession', { tokenHash: tokenHash(token) });
  }
}
