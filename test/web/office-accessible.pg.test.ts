import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, leave } from './browser.ts';
import { dora, london, OfficeHouse } from './office-house.ts';

let house: OfficeHouse;

beforeAll(async () => {
  house = await OfficeHouse.open();
  await house.enrolBox();
  await house.book();
  await house.wantInVain();
}, 120_000);
afterAll(() => house?.close(), 60_000);

/** Each page with a text that is there once it is drawn. */
const views: readonly { readonly path: string; readonly ready: string | RegExp }[] = [
  { path: '#/sites', ready: /^Last heard/ },
  { path: `#/hours/${london}`, ready: 'Sunday' },
  { path: '#/demand', ready: 'Too many people for the place' },
  { path: '#/mails', ready: /^To Dev Rao/ },
];

describe.each(['light', 'dark'] as const)('in %s colours', (scheme) => {
  it('every page of the office can be read and used by everyone, on a desk and on a phone', async () => {
    const page = await house.visit('#/bookings', dora, { scheme });
    for (const { path, ready } of views) {
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 844 });
        await page.goto(`${house.cloud.url}/office/${path}`);
        await page.getByText(ready).first().waitFor();
        await expectAccessible(page, `${path} in ${scheme} at ${width}`);
        const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(over, `${path} at ${width} scrolls sideways`).toBe(0);
      }
    }
    await leave(page);
  }, 60_000);

  it('what a director answers for can be read by everyone, and mistakes in hours too', async () => {
    const page = await house.visit('#/sites', dora, { scheme, width: 390, height: 844 });
    for (const name of ['Declare the box lost…', 'End a quarantine…']) {
      await page.getByRole('button', { name }).click();
      await page
        .getByRole('dialog')
        .getByText(/^The last it told of is from/)
        .waitFor();
      await expectAccessible(page, `${name} in ${scheme}`);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await page.goto(`${house.cloud.url}/office/#/hours/${london}`);
    await page.getByLabel('Monday: opens').fill('');
    await page.getByRole('button', { name: 'Keep these hours' }).click();
    await page.getByText(/^Give both times/).waitFor();
    await expectAccessible(page, `mistakes in ${scheme}`);
    await leave(page);
  }, 60_000);
});
