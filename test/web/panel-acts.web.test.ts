import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { memberId, memberPin, otherPin, staffPin } from '../box/site.ts';
import { expectAccessible, leave, tabTo } from './browser.ts';
import { ConsoleHouse, places } from './console-house.ts';

/** The panels of a real box. */

let house: ConsoleHouse;
let page: Page;

beforeAll(async () => {
  house = await ConsoleHouse.open();
}, 120_000);
afterEach(async () => {
  await leave(page);
  await house.clear();
  await house.setPanels('hidden', 'open');
});
afterAll(() => house?.close());

const press = (name: RegExp | string) => page.getByRole('button', { name }).click();
const says = (name: RegExp | string) => page.getByRole('heading', { name }).waitFor();
const bookings = async () => (await house.today()).bookings;
const type = async (pin: string) => page.keyboard.type(pin);

describe('whoever stands before a panel that anyone may use', () => {
  it('books until the next booking, whatever that comes to be', async () => {
    await house.book(places.thames, 75, 60, { title: 'Later' });
    page = await house.panel(places.thames);
    await press(/^Until next/);
    await press('Book as walk-in');
    await says(/^Booked until/);
    const [walkIn, later] = (await bookings()).sort((a, b) => a.startsAt - b.startsAt);
    expect(walkIn?.endsAt).toBe(later?.startsAt);
  });

  it('checks in before it is released, and reads by when', async () => {
    await house.book(places.severn, 0, 60, { forHolderId: memberId });
    page = await house.panel(places.severn);
    await page.getByText(/^or it is released at \d\d:\d\d$/).waitFor();
    await press(/^Check in/);
    await says('Checked in');
    expect((await bookings()).find(({ resourceName }) => resourceName === 'Severn')?.state).toBe(
      'checked_in',
    );
    await press('OK');
    expect(await page.getByRole('button', { name: /^Check in/ }).count()).toBe(0);
  });

  it('makes it longer by what fits, and until the next', async () => {
    await house.book(places.thames, 0, 60, { forHolderId: memberId });
    const next = await house.book(places.thames, 105, 60, {});
    page = await house.panel(places.thames);
    await press(/^Extend/);
    const choices = page.locator('.lengths .choice');
    expect((await choices.allInnerTexts()).join()).toMatch(/15 min.*30 min.*Until next.*Back/s);
    await press(/^Until next/);
    await press('Make it longer');
    await says(/^Longer, until/);
    expect((await bookings()).some(({ endsAt }) => endsAt === next.startsAt)).toBe(true);
  });

  it('ends it with a second press only, and the room is free', async () => {
    await house.book(places.desk1, 0, 60, { forHolderId: memberId });
    page = await house.panel(places.desk1);
    await press(/^End now/);
    await says('End this booking now?');
    await press('Back');
    expect((await bookings())[0]?.state).toBe('confirmed');
    await press(/^End now/);
    await press('End it and free the room');
    await says('Ended');
  });

  it('is told when somebody else was quicker, and nothing is done', async () => {
    const running = await house.book(places.thames, 0, 60, { forHolderId: memberId });
    page = await house.panel(places.thames);
    await press(/^End now/);
    await says('End this booking now?');
    await house.change(running.id, 1, { kind: 'describe', title: 'Other', people: 2 });
    await page.getByRole('button', { name: 'End it and free the room' }).click();
    await says('It was changed meanwhile');
    expect((await bookings()).find(({ title }) => title === 'Other')?.state).toBe('confirmed');
  });

  it('is sent to the nearest that is free now', async () => {
    await house.book(places.thames, 0, 60, {});
    page = await house.panel(places.thames);
    await press(/^Free now: Severn, until/);
    await page
      .getByRole('dialog')
      .getByText(/Tyne, floor 2, for 4, until/)
      .waitFor();
  });

  it('never reads a name or a title, and reads them where the site shows them', async () => {
    await house.book(places.thames, 0, 60, { forHolderId: memberId, title: 'Salaries' });
    page = await house.panel(places.thames);
    await says('Taken');
    expect(await page.getByText(/Ada|Salaries/).count()).toBe(0);
    await house.setPanels('shown', 'open');
    await page.getByText(/Salaries, Ada/).waitFor();
  });

  it('reads that it is closed for now where it is blocked, and can do nothing about it', async () => {
    await house.book(places.thames, 0, 60, { purpose: 'block', title: 'Painting' });
    page = await house.panel(places.thames);
    await page.getByText(/^It is closed for now/).waitFor();
    expect(await page.getByRole('button', { name: /End|Extend|min/ }).count()).toBe(0);
  });
});

describe('whoever stands before a panel that wants a PIN', () => {
  it('cannot end another’s booking: wrong and foreign PINs are refused in words, the holder’s does it', async () => {
    await house.setPanels('hidden', 'pin');
    await house.book(places.desk2, 0, 60, { forHolderId: memberId });
    page = await house.panel(places.desk2);
    await press(/^End now/);
    await type('1111');
    await press('End it and free the room');
    await page.getByText(/^This PIN is not known here/).waitFor();
    expect(await page.getByLabel('PIN').textContent()).toBe('○○○○○○○○');
    await type(otherPin);
    await press('End it and free the room');
    await page.getByText(/^This PIN is not of whoever holds this booking/).waitFor();
    await type(memberPin);
    await press('End it and free the room');
    await says('Ended');
  });

  it('books as whoever’s PIN it is, and staff check anybody in', async () => {
    await house.setPanels('hidden', 'pin');
    page = await house.panel(places.severn);
    await press(/^30 min/);
    expect(await page.getByRole('button', { name: 'Book as walk-in' }).count()).toBe(0);
    await type(memberPin);
    await press('Book');
    await says(/^Booked until/);
    await page.getByText(/^Check in by \d\d:\d\d, or it is released\.$/).waitFor();
    await press('OK');
    expect((await bookings()).find(({ source }) => source === 'panel')?.holderName).toBe('Ada');
    await press(/^Check in/);
    await type(staffPin);
    await page.getByRole('dialog').getByRole('button', { name: 'Check in' }).click();
    await says('Checked in');
  });
});

describe('a panel', () => {
  it('fits every size it may hang in, upright too, whatever it shows', async () => {
    await house.setPanels('hidden', 'pin');
    await house.book(places.severn, 0, 60, { forHolderId: memberId });
    await house.book(places.severn, 90, 60, {});
    page = await house.panel(places.severn);
    await page.getByRole('button', { name: /^Free now/ }).waitFor();
    const sizes = [
      [1024, 600],
      [800, 480],
      [1280, 800],
      [600, 1024],
      [480, 800],
    ] as const;
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      expect([width, height, ...(await overflow('html'))]).toEqual([width, height, 0, 0]);
      await press(/^End now/);
      await type('1111');
      await press('End it and free the room');
      await page.getByRole('alert').waitFor();
      expect([width, height, ...(await overflow('dialog'))]).toEqual([width, height, 0, 0]);
      await press('Back');
    }
  });

  it('can be used with a keyboard alone', async () => {
    page = await house.panel(places.tyne);
    await tabTo(page, /^15 min/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^Book as walk-in$/);
    await page.keyboard.press('Enter');
    await says(/^Booked until/);
    await page.keyboard.press('Escape');
    await says('Taken');
  });

  it.each(['light', 'dark'] as const)('can be read and used by everyone, in %s colours', async (scheme) => {
    await house.book(places.severn, 0, 60, { forHolderId: memberId });
    page = await house.panel(places.severn, { scheme });
    await page.getByRole('button', { name: /^Free now/ }).waitFor();
    await expectAccessible(page, `a taken room in ${scheme}`);
    await press(/^Free now/);
    await expectAccessible(page, `what is free in ${scheme}`);
    await press('OK');
    await house.setPanels('hidden', 'pin');
    await press(/^End now/);
    await page.getByLabel('PIN').waitFor();
    await expectAccessible(page, `the keypad in ${scheme}`);
  });
});

/** By how much an element's content is taller and wider than there is room for. */
function overflow(selector: string): Promise<readonly number[]> {
  return page.evaluate((chosen) => {
    const element = document.querySelector(chosen);
    if (!element) throw new Error(`there is no ${chosen}`);
    return [element.scrollHeight - element.clientHeight, element.scrollWidth - element.clientWidth];
  }, selector);
}
