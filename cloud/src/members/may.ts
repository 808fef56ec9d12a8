import type { HolderId, OperatorId, SiteId } from '@lintel/core/ids.ts';
import type { StaffRole } from '@lintel/core/members/wire.ts';

/** Whoever is logged in, as far as what they may see and do depends on it. */
export type Viewer = {
  readonly operatorId: OperatorId;
  readonly operatorName: string;
  readonly holderId: HolderId;
  readonly name: string;
  readonly email: string;
  /** Present for staff. `siteIds` are those the role covers; all when absent. */
  readonly staff?: { readonly role: StaffRole; readonly siteIds?: readonly SiteId[] | undefined } | undefined;
  /** Where a membership counts now; everywhere when `all`. Empty for staff and for members without one. */
  readonly memberOf: 'all' | readonly SiteId[];
};

export const deeds = [
  'see_site',
  'book',
  'cancel_own',
  'cancel_any',
  'see_names',
  'see_office',
  'see_access_events',
  'make_enrolment_code',
  'set_rules',
  /** To say that a box is lost, or that a quarantine may end: whatever it promised and never told is lost by it. */
  'answer_for_box',
] as const;
export type Deed = (typeof deeds)[number];

const byRole: Readonly<Record<StaffRole | 'member', Readonly<Record<Deed, boolean>>>> = {
  director: every(true),
  site_manager: { ...every(true), answer_for_box: false },
  front_desk: { ...every(true), make_enrolment_code: false, set_rules: false, answer_for_box: false },
  member: { ...every(false), see_site: true, book: true, cancel_own: true },
};

/** Whether the viewer may do this at this site. The one place that decides it. */
export function may(viewer: Viewer, deed: Deed, siteId: SiteId): boolean {
  if (viewer.staff) {
    const { role, siteIds } = viewer.staff;
    return byRole[role][deed] && (siteIds === undefined || siteIds.includes(siteId));
  }
  // Who has no membership any more may still give a slot back.
  if (deed === 'cancel_own') return byRole.member.cancel_own;
  return byRole.member[deed] && (viewer.memberOf === 'all' || viewer.memberOf.includes(siteId));
}

/** Whether the viewer may do this at every site there is: for what binds all of them, as plans do. */
export function mayEverywhere(viewer: Viewer, deed: Deed): boolean {
  return viewer.staff !== undefined && viewer.staff.siteIds === undefined && byRole[viewer.staff.role][deed];
}

function every(answer: boolean): Record<Deed, boolean> {
  return {
    see_site: answer,
    book: answer,
    cancel_own: answer,
    cancel_any: answer,
    see_names: answer,
    see_office: answer,
    see_access_events: answer,
    make_enrolment_code: answer,
    set_rules: answer,
    answer_for_box: answer,
  };
}
