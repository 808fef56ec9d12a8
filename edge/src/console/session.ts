import type { HolderId } from '@lintel/core/ids.ts';
import type { StaffRole } from '@lintel/core/members/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';
import type { Writer } from '../database/writer.ts';
import { FailureLimit } from '../http/limit.ts';
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

/** Logs staff in against the password hash the cloud replicated, link or no link. Ten wrong tries in five minutes close an address for that long. */
export class Sessions {
  readonly #ports: SessionPorts;
  readonly #limit = new FailureLimit(10, 5 * 60_000);

  constructor(ports: SessionPorts) {
    this.#ports = ports;
  }

  async login(email: string, password: string): Promise<LoginResult> {
    const key = email.toLowerCase();
    if (this.#limit.isOver(key)) return { kind: 'slow_down' };
    const staff = this.#ports.findLogin(email);
    const right = await this.#ports.checkPassword(staff?.passwordHash ?? nobody, password);
    if (!staff || !right || staff.suspended) {
      this.#limit.failed(key);
      return { kind: 'wrong' };
    }
    this.#limit.passed(key);
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

  async logout(token: string): Promise<void> {
    await this.#ports.writer.run('removeSession', { tokenHash: tokenHash(token) });
  }
}
