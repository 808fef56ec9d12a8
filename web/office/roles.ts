import type { Me, StaffRole } from '@lintel/core/members/wire.ts';

/** What a role may do in the office, so that nobody is shown a button that answers "not yours". The cloud decides all the same. */
export type Staff = NonNullable<Me['staff']>;

const byRole: Record<StaffRole, { readonly rules: boolean; readonly box: boolean }> = {
  director: { rules: true, box: true },
  site_manager: { rules: true, box: false },
  front_desk: { rules: false, box: false },
};

export function answersForBox({ role }: Staff): boolean {
  return byRole[role].box;
}

/** Opening hours and resources of a site, and codes for its box. */
export function setsRules({ role }: Staff): boolean {
  return byRole[role].rules;
}

/** Plans bind every site: a role for all of them is needed. */
export function setsPlans({ role, siteIds }: Staff): boolean {
  return byRole[role].rules && siteIds === undefined;
}
