import type { Me, StaffRole } from '@lintel/core/members/wire.ts';

export type Staff = NonNullable<Me['staff']>;

/** What a role may do in the office, so that nobody is shown a button that answers "not yours". The cloud decides all the same. */
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
