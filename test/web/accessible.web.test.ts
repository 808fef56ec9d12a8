import { addMs, floorTo, minuteMs } from '@lintel/core/time.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, leave, Stage } from './browser.ts';

const mira = 'mira@member.example';
const dana = 'dana@harbour.example';
let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
  const { world } = stage.api;
  const startsAt = floorTo(world.now(), 15 * minuteMs);
  const span = { startsAt, endsAt: addMs(startsAt, 60 * minuteMs) };
  const resourceId = world.sites[0]?.resources[0]?.id ?? '';
  world.calendar.book(
    { ...span, id: crypto.randomUUID(), resourceId, title: 'Board' },
    'staff',
    'Mira Santos',
  );
  world.doors?.happen(world.doors.front, {
    outcome: 'refused',
    presented: 'PIN',
    sentence: 'Not known here.',
  });
  const [london] = world.sites;
  if (london) london.link = { state: 'cut_off', heardAt: world.now() };
  world.trouble = ['The disk is full. Free space now.'];
});
afterAll(() => stage.close());

type View = { readonly path: string; readonly ready: string | RegExp };

/** The views of one screen to one person, each with a text that is there once it is drawn. */
const screens: readonly { readonly email?: string; readonly views: readonly View[] }[] = [
  { views: [{ path: '/portal/', ready: 'Book a place and open its door.' }] },
  {
    email: mira,
    views: [
      { path: '/portal/#/day', ready: 'Severn' },
      { path: '/portal/#/bookings', ready: /^Thames/ },
      { path: '/portal/#/pass', ready: 'Show PIN' },
    ],
  },
  {
    email: dana,
    views: [
      { path: '/console/#/doors', ready: 'Front door' },
      { path: '/console/#/today', ready: 'Severn' },
      { path: '/console/#/panels', ready: 'Make a pairing code' },
    ],
  },
  {
    email: dana,
    views: [
      { path: '/office/#/sites', ready: /^Last heard/ },
      { path: '/office/#/bookings', ready: 'Mira Santos: Board' },
      { path: '/office/#/access', ready: 'Not known here.' },
    ],
  },
  { views: [{ path: '/panel/', ready: 'Pair this panel' }] },
];

async function look(page: Page, view: View, where: string): Promise<void> {
  await page.getByText(view.ready).first().waitFor();
  await expectAccessible(page, `${view.path} ${where}`);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(over, `${view.path} ${where} scrolls sideways`).toBe(0);
}

describe.each(['light', 'dark'] as const)('in %s colours', (scheme) => {
  it('every view can be read and used by everyone, on a desk and on a phone', async () => {
    for (const { email, views } of screens) {
      const page = await stage.visit(views[0]?.path ?? '', email, { scheme });
      for (const view of views) {
        await page.setViewportSize({ width: 1280, height: 800 });
        await page.goto(stage.api.url + view.path);
        await look(page, view, `in ${scheme} on a desk`);
        await page.setViewportSize({ width: 390, height: 844 });
        await look(page, view, `in ${scheme} on a phone`);
      }
      await leave(page);
    }
  }, 240_000);

  it('a room’s sign and the booking dialog can be read by everyone', async () => {
    const resourceId = stage.api.world.sites[0]?.resources[1]?.id ?? '';
    const sign = await stage.panel(resourceId, { scheme });
    await expectAccessible(sign, `the sign in ${scheme}`);
    await sign.getByRole('button', { name: /^15 min/ }).click();
    await expectAccessible(sign, `the panel’s dialog in ${scheme}`);
    await leave(sign);

    const portal = await stage.visit('/portal/', mira, { scheme });
    await portal.getByRole('button', { name: 'Next day' }).click();
    await portal
      .getByRole('button', { name: /^Book Severn/ })
      .first()
      .press('Enter');
    await portal.getByRole('dialog').waitFor();
    await expectAccessible(portal, `the booking dialog in ${scheme}`);
    await leave(portal);
  });
});
