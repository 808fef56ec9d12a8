import type { CredentialId, DoorId, GrantId, HolderId } from '../ids.ts';
import type { EpochMs } from '../time.ts';
import { contains } from '../time.ts';
import type { Because, Grant } from './grant.ts';

/** *trusted*: synchronised since the machine started. *bounded*: it is at least this late. *unknown*: nothing is known. */
export type ClockTrust = 'trusted' | 'bounded' | 'unknown';

/** What a door does when the clock cannot prove that a grant has begun: honour grants not proved ended, or refuse. Staff are always let in by both. */
export type UntrustedClock = 'honour' | 'staff_only';

/** What a door does when the store did not take the event in time. */
export type UnrecordedTap = 'open' | 'refuse';

export type Door = {
  readonly id: DoorId;
  readonly name: string;
  /** How long the strike is held for one opening. */
  readonly pulseMs: number;
  readonly recordWaitMs: number;
  readonly unrecordedTap: UnrecordedTap;
  readonly untrustedClock: UntrustedClock;
};

export type Holder = {
  readonly id: HolderId;
  readonly name: string;
  readonly suspended: boolean;
};

/** What the store knows of the credential that was presented. */
export type Presentation =
  | { readonly kind: 'misread'; readonly what: 'checksum' | 'parity' | 'length' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'pass_refused'; readonly reason: PassRefusal }
  | {
      readonly kind: 'known';
      /** Absent for a pass, which proves its grant by itself. */
      readonly credentialId?: CredentialId | undefined;
      readonly revoked: boolean;
      readonly holder: Holder;
      /** Every grant of the holder, for any doors, in any order. */
      readonly grants: readonly Grant[];
    };

export type PassRefusal =
  | { readonly kind: 'pass_altered' }
  | { readonly kind: 'pass_expired' }
  | { readonly kind: 'pass_foreign_site' };

export type TapRefusal =
  | { readonly kind: 'misread' }
  | { readonly kind: 'unknown_credential' }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'suspended' }
  | { readonly kind: 'no_grant' }
  | { readonly kind: 'too_early'; readonly opensAt: EpochMs; readonly what: string }
  | { readonly kind: 'ended'; readonly endedAt: EpochMs; readonly what: string }
  | { readonly kind: 'clock_untrusted' }
  | PassRefusal
  | { readonly kind: 'not_recorded' };

export type Decision =
  | { readonly outcome: 'granted'; readonly grantId: GrantId; readonly because: Because }
  | { readonly outcome: 'refused'; readonly reason: TapRefusal };

export type Instant = { readonly at: EpochMs; readonly trust: ClockTrust };

/**
 * Whether this door opens now for what was presented. Total: every presentation has an answer, and no answer without a live grant is yes.
 * A clock that is not trusted is a lower bound: it proves *ended* and never *begun*.
 */
export function decide(door: Door, presented: Presentation, now: Instant): Decision {
  switch (presented.kind) {
    case 'misread':
      return refused({ kind: 'misread' });
    case 'unknown':
      return refused({ kind: 'unknown_credential' });
    case 'pass_refused':
      return refused(presented.reason);
    case 'known':
      if (presented.revoked) return refused({ kind: 'revoked' });
      if (presented.holder.suspended) return refused({ kind: 'suspended' });
      return decideByGrants(door, presented.grants, now);
    default:
      return presented satisfies never;
  }
}

function decideByGrants(door: Door, grants: readonly Grant[], now: Instant): Decision {
  const here = grants.filter((grant) => grant.doorIds.includes(door.id));
  if (here.length === 0) return refused({ kind: 'no_grant' });

  const live =
    now.trust === 'trusted' ? here.find((g) => contains(g.valid, now.at)) : liveUntrusted(door, here, now);
  if (live) return { outcome: 'granted', grantId: live.id, because: live.because };

  if (now.trust !== 'trusted' && here.some((g) => now.at < g.valid.endsAt)) {
    return refused({ kind: 'clock_untrusted' });
  }
  return refused(outsideSpan(here, now.at));
}

function liveUntrusted(door: Door, here: readonly Grant[], now: Instant): Grant | undefined {
  const notEnded = here.filter((g) => now.trust === 'unknown' || now.at < g.valid.endsAt);
  const staff = notEnded.find((g) => g.because.kind === 'staff');
  if (staff || door.untrustedClock === 'staff_only' || now.trust === 'unknown') return staff;
  return notEnded[0];
}

/** The nearest reason: the next grant to begin, else the last one to have ended. */
function outsideSpan(here: readonly Grant[], at: EpochMs): TapRefusal {
  const next = here
    .filter((g) => g.valid.startsAt > at)
    .sort((a, b) => a.valid.startsAt - b.valid.startsAt)[0];
  if (next) return { kind: 'too_early', opensAt: next.valid.startsAt, what: next.because.what };
  const last = [...here].sort((a, b) => b.valid.endsAt - a.valid.endsAt)[0];
  if (last) return { kind: 'ended', endedAt: last.valid.endsAt, what: last.because.what };
  return { kind: 'no_grant' };
}

function refused(reason: TapRefusal): Decision {
  return { outcome: 'refused', reason };
}

/** The refusal as one sentence that a front desk can read aloud; `clock` writes an instant in the site's own time. */
export function tapSentence(reason: TapRefusal, clock: (at: EpochMs) => string): string {
  switch (reason.kind) {
    case 'misread':
      return 'The reader did not read the card cleanly. Present it again.';
    case 'unknown_credential':
      return 'This card or PIN is not known here. The front desk can assign it.';
    case 'revoked':
      return 'This card or PIN was withdrawn. The front desk can issue a new one.';
    case 'suspended':
      return 'The membership is suspended. Paying what is open, or the front desk, lifts it.';
    case 'no_grant':
      return 'Nothing gives a right to this door. A booking behind it, or another plan, would.';
    case 'too_early':
      return `Too early: ${reason.what} opens this door from ${clock(reason.opensAt)}.`;
    case 'ended':
      return `The right to this door from ${reason.what} ended at ${clock(reason.endedAt)}. A new booking opens it again.`;
    case 'clock_untrusted':
      return 'The box has lost the time and this door waits until it is sure of it. The front desk can open it.';
    case 'pass_altered':
      return 'This pass is not genuine. Open the portal and show the pass again.';
    case 'pass_expired':
      return 'This pass has expired. Open the portal for a fresh one.';
    case 'pass_foreign_site':
      return 'This pass is for another site.';
    case 'not_recorded':
      return 'The box could not write down the tap in time, and this door opens only for recorded taps. The front desk can open it.';
    default:
      return reason satisfies never;
  }
}
