import type { HolderId, OperatorId, SiteId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import { describe, expect, test } from 'vitest';
import { deeds, may, mayEverywhere, type Viewer } from './may.ts';

const london = id<SiteId>('00000000-0000-8000-8000-000000000001');
const melbourne = id<SiteId>('00000000-0000-8000-8000-000000000002');
const somebody: Viewer = {
  operatorId: id<OperatorId>('00000000-0000-8000-8000-000000000003'),
  operatorName: 'Rooms',
  holderId: id<HolderId>('00000000-0000-8000-8000-000000000004'),
  name: 'Somebody',
  email: 'somebody@lintel.example',
  memberOf: [],
};
const allowed = (viewer: Viewer, site: SiteId) => deeds.filter((deed) => may(viewer, deed, site));

describe('what a role may do', () => {
  test('a director does everything everywhere', () => {
    const director = { ...somebody, staff: { role: 'director' as const } };
    expect(allowed(director, london)).toEqual([...deeds]);
    expect(allowed(director, melbourne)).toEqual([...deeds]);
  });

  test('a site manager does everything at their own site but answer for its box, and nothing at another', () => {
    const manager = { ...somebody, staff: { role: 'site_manager' as const, siteIds: [london] } };
    expect(allowed(manager, london)).toEqual(deeds.filter((deed) => deed !== 'answer_for_box'));
    expect(allowed(manager, melbourne)).toEqual([]);
  });

  test('a front desk does everything at its site but let a new box in, answer for one and set the rules', () => {
    const desk = { ...somebody, staff: { role: 'front_desk' as const, siteIds: [london] } };
    expect(allowed(desk, london)).toEqual(
      deeds.filter((deed) => !['make_enrolment_code', 'set_rules', 'answer_for_box'].includes(deed)),
    );
    expect(allowed(desk, melbourne)).toEqual([]);
  });

  test('only a role for all sites sets what binds all of them', () => {
    expect(mayEverywhere({ ...somebody, staff: { role: 'director' } }, 'set_rules')).toBe(true);
    expect(mayEverywhere({ ...somebody, staff: { role: 'director', siteIds: [london] } }, 'set_rules')).toBe(
      false,
    );
    expect(mayEverywhere({ ...somebody, staff: { role: 'front_desk' } }, 'set_rules')).toBe(false);
    expect(mayEverywhere({ ...somebody, memberOf: 'all' }, 'see_site')).toBe(false);
  });

  test('a role that covers no site covers none', () => {
    expect(allowed({ ...somebody, staff: { role: 'director', siteIds: [] } }, london)).toEqual([]);
  });

  test('a member sees and books where their membership counts, and gives a slot back anywhere', () => {
    const member: Viewer = { ...somebody, memberOf: [london] };
    expect(allowed(member, london)).toEqual(['see_site', 'book', 'cancel_own']);
    expect(allowed(member, melbourne)).toEqual(['cancel_own']);
    expect(allowed({ ...somebody, memberOf: 'all' }, melbourne)).toEqual(['see_site', 'book', 'cancel_own']);
    expect(allowed(somebody, london)).toEqual(['cancel_own']);
  });
});
