import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { atEach } from './clock-work.ts';
import type { SiteKey } from './database/directory.ts';

test('a site where the clock work fails keeps it from no other, and the fault is told', async () => {
  const sites = [1, 2, 3].map(() => ({ operatorId: randomUUID(), siteId: randomUUID() }) as never as SiteKey);
  const reached: SiteKey[] = [];
  const working = atEach(sites, async (site) => {
    reached.push(site);
    if (site === sites[0]) throw new Error('its zone is not known');
  });
  await expect(working).rejects.toThrow('failed at 1 of 3 sites');
  expect(reached).toEqual(sites);
});
