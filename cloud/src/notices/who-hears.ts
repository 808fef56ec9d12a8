import type { BookingPurpose, BookingSource, BookingState } from '@lintel/core/bookings/booking.ts';
import type { ChangeKind } from '@lintel/core/bookings/history.ts';
import type { HolderId } from '@lintel/core/ids.ts';
import type { NoticeKind } from '@lintel/core/notices/wire.ts';

/** One entry of a booking's history, as far as it decides who is told of it. */
export type ToldChange = {
  readonly kind: ChangeKind;
  readonly byHolderId?: HolderId | undefined;
  /** Whose it was before, when it changed hands. */
  readonly wasHolderId?: HolderId | undefined;
  readonly holderId?: HolderId | undefined;
  readonly purpose: BookingPurpose;
  readonly source: BookingSource;
  readonly state: BookingState;
  /** One date of a series: of its making, and of what is done to many dates at once, the series tells. */
  readonly isOfSeries: boolean;
  readonly isToldBySeries: boolean;
  /** It stands in for another booking of the same person, or another stands in for it: for them one booking that moved. */
  readonly replaces: boolean;
  readonly isReplaced: boolean;
  /** Booked in one go with others, and another of them speaks for all. */
  readonly isSpokenFor: boolean;
};

export type Hearing = { readonly holderId: HolderId; readonly kind: NoticeKind };

/** Who is told what of a change; nobody of a block, a walk-in without a name, a check-in, and what they did to the title. */
export function whoHears(change: ToldChange): readonly Hearing[] {
  const { holderId } = change;
  if (change.purpose === 'block' || holderId === undefined) return [];
  if (change.isSpokenFor || change.isToldBySeries) return [];
  const told = (kind: NoticeKind): readonly Hearing[] => [{ holderId, kind }];
  switch (change.kind) {
    case 'booked':
    case 'confirmed':
      return begun(change, told);
    case 'requested':
      return change.isOfSeries ? [] : told('requested');
    case 'refused':
      return change.isOfSeries ? [] : told('refusal');
    case 'moved':
      // The old half of a move between two owners: the new half is told of.
      return change.state === 'cancelled' ? [] : told('change');
    case 'transferred':
      return [
        ...told('given'),
        ...(change.wasHolderId ? [{ holderId: change.wasHolderId, kind: 'given_away' as const }] : []),
      ];
    case 'ended':
      // Whoever gave the rest back themselves knows.
      return change.byHolderId === holderId ? [] : told('ended');
    case 'released':
      return told('release');
    case 'cancelled':
      if (change.isReplaced) return [];
      return told(isOffer(change) ? 'offer_over' : 'cancellation');
    case 'accepted':
      return told('confirmation');
    case 'checked_in':
    case 'described':
      return [];
    default:
      return change.kind satisfies never;
  }
}

/** Members hear of a series as a whole, and of its clashes; of a move as a move. */
function begun(change: ToldChange, told: (kind: NoticeKind) => readonly Hearing[]): readonly Hearing[] {
  if (change.isOfSeries) return [];
  if (isOffer(change)) return told('offer');
  return told(change.replaces ? 'change' : 'confirmation');
}

function isOffer({ purpose, source }: Pick<ToldChange, 'purpose' | 'source'>): boolean {
  return purpose === 'hold' && source === 'wait_list';
}
