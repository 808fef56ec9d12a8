import { minuteMs } from '@lintel/core/time.ts';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { memberId, otherMemberId } from '../box/site.ts';
import { expectAccessible, leave, tabTo } from './browser.ts';
import { ConsoleHouse, places } from './console-house.ts';

/** The console of a real box. */

let desk: ConsoleHouse;
let page: Page;

beforeAll(async () => {
  desk = await ConsoleHouse.open();
}, 120_000);
afterEach(async () => {
  await leave(page);
  await desk.clear();
});
afterAll(() => desk?.close());

const dialog = () => page.getByRole('dialog');
const bar = (name: RegExp | string): Locator => page.getByRole('button', { name });
const press = (name: RegExp | string) => dialog().getByRole('button', { name }).click();
const says = (word: string) => dialog().getByRole('heading', { name: word, exact: true }).waitFor();
const bookings = async () => (await desk.today()).bookings;
const find = async (title: string) => (await bookings()).find((booking) => booking.title === title);

async function openNew(who: 'Member' | 'Guest' | 'Walk-in' | 'Block', place = 'Thames'): Promise<void> {
  await page.getByRole('button', { name: 'New booking' }).click();
  await dialog().getByText(who, { exact: true }).first().click();
  await dialog()
    .getByLabel('Place')
    .selectOption({ label: await placeLabel(place) });
}

async function placeLabel(name: string): Promise<string> {
  const labels = await dialog().getByLabel('Place').locator('option').allTextContents();
  return labels.find((label) => label.startsWith(name)) ?? name;
}

async function choose(label: RegExp | string, part: string, option: RegExp): Promise<void> {
  await dialog().getByRole('combobox', { name: label }).fill(part);
  await page.getByRole('option', { name: option }).click();
}

describe('the front desk books', () => {
  it('for a member found by a part of the name', async () => {
    page = await desk.console();
    await openNew('Member');
    await choose('Member', 'ad', /^Ada · Flex$/);
    await dialog().getByLabel('Title').fill('Planning');
    await press(/^Book \d/);
    await says('Booked');
    await dialog().getByText('It takes £20.00.').waitFor();
    await press('Done');
    await bar(/^Ada: Planning, \d/).waitFor();
    expect(await find('Planning')).toMatchObject({ holderName: 'Ada', source: 'console' });
  });

  it('for a guest, who keeps the name beside the title', async () => {
    page = await desk.console();
    await openNew('Guest');
    await dialog().getByText('Write the guest’s name.').waitFor();
    await dialog().getByLabel('Guest’s name').fill('Gus');
    await dialog().getByLabel('Guest’s e-mail').fill('gus@guest.example');
    await dialog().getByLabel('Title').fill('Interview');
    await press(/^Book \d/);
    await says('Booked');
    expect(await find('Gus: Interview')).toMatchObject({ charge: { amount: 2_000 } });
  });

  it('two places as one for whoever stands there', async () => {
    page = await desk.console();
    await openNew('Walk-in');
    await dialog()
      .getByLabel(/Who or what for/)
      .fill('Ana from the street');
    await dialog().getByRole('combobox', { name: 'Together with' }).fill('sev');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await press(/^Book \d/);
    await says('Booked');
    expect((await bookings()).map(({ resourceName }) => resourceName).sort()).toEqual(['Severn', 'Thames']);
  });

  it('what was drawn over a free stretch', async () => {
    page = await desk.console();
    const free = page.getByRole('button', { name: /^Book Thames, free/ });
    const box = await free.boundingBox();
    if (!box) throw new Error('nothing is free');
    await page.mouse.move(box.x + 200, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 320, box.y + 20, { steps: 5 });
    await page.mouse.up();
    await dialog().getByText('Walk-in', { exact: true }).click();
    await dialog()
      .getByLabel(/Who or what for/)
      .fill('Drawn');
    await press(/^Book \d/);
    await says('Booked');
    const drawn = await find('Drawn');
    expect((drawn?.endsAt ?? 0) - (drawn?.startsAt ?? 0)).toBeGreaterThanOrEqual(75 * minuteMs);
  });

  it('desks outside opening hours only with a reason', async () => {
    page = await desk.console();
    await page.getByRole('button', { name: 'Hold all that is free' }).click();
    await choose(/^For/, 'ben', /^Ben/);
    await dialog().getByLabel('Until').selectOption('23:00');
    await press(/^Hold /);
    await says('Nothing is held');
    await dialog().getByLabel('Do it all the same, because').fill('A night of code');
    await press('Override the rules');
    await says('Held: 3 places');
  });

  it('a block for maintenance, which belongs to nobody', async () => {
    page = await desk.console();
    await page.getByRole('button', { name: 'Block for maintenance' }).click();
    await dialog().getByLabel('Why it is closed').fill('Painting');
    await press(/^Block \d/);
    await says('Blocked');
    expect(await find('Painting')).toMatchObject({ purpose: 'block' });
  });

  it('every free desk for a company’s day, and reads which were left out', async () => {
    await desk.book(places.desk2, 60, 60, { title: 'Early bird' });
    page = await desk.console();
    await page.getByRole('button', { name: 'Hold all that is free' }).click();
    await choose(/^For/, 'ben', /^Ben/);
    await press(/^Hold /);
    await says('Held: 2 places');
    await dialog()
      .getByText(/^Desk 2: It is taken until/)
      .waitFor();
    await press('Done');
    await bar(/^Held for Ben/)
      .first()
      .click();
    await press('Accept');
    await dialog().getByText('Accepted', { exact: true }).waitFor();
  });
});

describe('the front desk is refused', () => {
  it('by a rule, reads every reason, and overrides them with one of its own that is kept', async () => {
    page = await desk.console();
    await openNew('Member');
    await choose('Member', 'ad', /^Ada/);
    await dialog().getByLabel('Title').fill('Banquet');
    await dialog().getByLabel('People').fill('40');
    await press(/^Book \d/);
    await says('Not booked');
    await dialog()
      .getByText(/at most 8 people/)
      .waitFor();
    const override = dialog().getByRole('button', { name: 'Override the rules' });
    expect(await override.isDisabled()).toBe(true);
    await dialog().getByLabel('Do it all the same, because').fill('They stand.');
    await override.click();
    await says('Booked');
    await press('Done');
    await bar(/^Ada: Banquet/).click();
    await dialog()
      .getByText(/Overridden \(too_many_people\): They stand\./)
      .waitFor();
  });

  it('by another booking, which nobody overrides: it is moved away, and the wish goes on as it was', async () => {
    await desk.book(places.thames, 15, 120, { forHolderId: memberId, title: 'Standup' });
    page = await desk.console();
    await openNew('Walk-in');
    await dialog()
      .getByLabel(/Who or what for/)
      .fill('Jury');
    await press(/^Book \d/);
    await says('Not booked');
    expect(await dialog().getByLabel('Do it all the same, because').count()).toBe(0);
    await press(/^Move Thames/);
    await dialog().getByLabel('Place').last().selectOption({ label: 'Tyne' });
    await press(/^Move to Tyne/);
    await says('Moved');
    await press('Done');
    await press('Try again');
    await says('Booked');
    expect([(await find('Standup'))?.resourceName, (await find('Jury'))?.resourceName]).toEqual([
      'Tyne',
      'Thames',
    ]);
  });

  it('by another booking, which it cancels from where it stands', async () => {
    await desk.book(places.thames, 15, 120, { title: 'Old' });
    page = await desk.console();
    await openNew('Walk-in');
    await dialog()
      .getByLabel(/Who or what for/)
      .fill('New');
    await press(/^Book \d/);
    await says('Not booked');
    await press(/^Cancel Thames/);
    await press('Cancel the booking');
    await says('Cancelled');
    await press('Done');
    await press('Try again');
    await says('Booked');
    expect(await find('Old')).toBeUndefined();
  });
});

describe('a booking at the console', () => {
  it('is dragged to another time and row, and moves once that is confirmed', async () => {
    const before = await desk.book(places.thames, 60, 60, { title: 'Dragged' });
    page = await desk.console();
    await drag(bar(/^Dragged/), 0, 56);
    await press(/^Move to Tyne/);
    await says('Moved');
    const after = await find('Dragged');
    expect([after?.resourceName, after?.startsAt]).toEqual(['Tyne', before.startsAt]);
  });

  it('is dragged with a finger, too', async () => {
    await desk.book(places.thames, 60, 60, { title: 'Touched' });
    page = await desk.console('#/today', { touch: true });
    await touchDrag(bar(/^Touched/), 160, 0);
    await press(/^Move to Thames/);
    await says('Moved');
  });

  it('is moved and made longer by keyboard alone', async () => {
    const before = await desk.book(places.thames, 60, 60, { title: 'Typed' });
    page = await desk.console();
    await tabTo(page, /^Typed|^Book/);
    await bar(/^Typed/).focus();
    await page.keyboard.press('Alt+ArrowRight');
    await dialog()
      .getByRole('button', { name: /^Move to Thames/ })
      .focus();
    await page.keyboard.press('Enter');
    await says('Moved');
    await tabTo(page, /^Done$/);
    await page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    await bar(/^Typed/).focus();
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await tabTo(page, /^Move to Thames/);
    await page.keyboard.press('Enter');
    await says('Moved');
    const after = await find('Typed');
    expect([after?.startsAt, after?.endsAt]).toEqual([
      before.startsAt + 15 * minuteMs,
      before.endsAt + 30 * minuteMs,
    ]);
  });

  it('is checked in from the list, extended and ended', async () => {
    await desk.book(places.severn, 0, 60, { forHolderId: memberId, title: 'Sprint' });
    page = await desk.console();
    await page.getByText(/^Nobody yet, released at/).waitFor();
    await page.getByRole('button', { name: /^Check in Severn/ }).click();
    const row = page.getByRole('article', { name: /^Severn, / });
    await row.getByText('Checked in', { exact: true }).waitFor();
    await row.getByRole('button', { name: /^Open/ }).click();
    await press('Extend');
    await press(/^End at/);
    await says('Its end is moved');
    await press('Done');
    await press('End now');
    await dialog().getByText('Ended early', { exact: true }).waitFor();
  });

  it('is given to another member, with the history to tell', async () => {
    await desk.book(places.thames, 60, 60, { forHolderId: memberId, title: 'Gift' });
    page = await desk.console();
    await bar(/^Ada: Gift/).click();
    await press('Give to another');
    await choose('To', 'be', /^Ben/);
    await press('Give it to Ben');
    await says('It is Ben’s now');
    await press('Done');
    await dialog().getByText('Ben: Gift').waitFor();
    await dialog()
      .getByText(/^Given to another member by Freya at .*, from Ada/)
      .waitFor();
  });

  it('is cancelled with what comes back said before, and everything back where staff want that', async () => {
    await desk.book(places.thames, 60, 60, { forHolderId: memberId, title: 'Late' });
    page = await desk.console();
    await bar(/^Ada: Late/).click();
    await press('Cancel');
    await dialog()
      .getByText(/£10\.00 of £20\.00 comes back/)
      .waitFor();
    await dialog()
      .getByLabel(/^Give everything back/)
      .check();
    await press('Cancel the booking');
    await says('Cancelled');
    await dialog()
      .getByText(/Given back: £20\.00/)
      .waitFor();
  });

  it('that somebody else has changed meanwhile says what changed, and nothing is done', async () => {
    const seen = await desk.book(places.thames, 60, 60, { title: 'Contested' });
    page = await desk.console();
    await bar(/^Contested/).click();
    await press('Move');
    await dialog().getByLabel('Place').last().selectOption({ label: 'Tyne' });
    await desk.change(seen.id, 1, { kind: 'describe', title: 'Contested still', people: 2 });
    await press(/^Move to Tyne/);
    await says('It was changed meanwhile');
    await dialog().getByText('Its title is “Contested still” now.').waitFor();
    await press('Look at it now');
    await dialog().getByText('Contested still', { exact: true }).waitFor();
    expect((await find('Contested still'))?.resourceName).toBe('Thames');
  });
});

describe('a day at the console', () => {
  it('says until when a restored box books nothing, and that it has to be enrolled again', async () => {
    page = await desk.console();
    const until = Date.now() + 20 * 60 * minuteMs;
    await tellHealth({ quarantineUntil: until });
    await page.getByText(/^Nothing before .* is booked here$/).waitFor();
    await page.unroute('**/health');
    await tellHealth({ isUnregistered: true });
    await page.getByText('Nothing is booked here until this box is enrolled again').waitFor();
    await expectAccessible(page, 'a box in quarantine');
  });

  it('is another one by its buttons, and says from when on it is not this box’s to book', async () => {
    page = await desk.console();
    await page.getByRole('button', { name: 'Next day' }).click();
    await page.getByText(/^Here until /).waitFor();
    await page.getByRole('button', { name: 'Next day' }).click();
    await page.getByText('Only to look at from here').waitFor();
    expect(await page.getByRole('button', { name: 'New booking' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Today' }).click();
    await page.getByRole('heading', { name: /^Today, / }).waitFor();
  });

  it('shows what another screen books within a second, with no reload', async () => {
    page = await desk.console();
    await page.getByRole('button', { name: /^Book Thames/ }).waitFor();
    await desk.book(places.thames, 30, 30, { title: 'Live' });
    await bar(/^Live/).waitFor({ timeout: 1_500 });
  });

  it('works on while the site is cut off, and says what does not', async () => {
    page = await desk.console();
    desk.cloud.isUp = false;
    desk.cloud.drop();
    await page.getByText(/^Cut off from the cloud since/).waitFor({ timeout: 60_000 });
    await page.getByText(/booking, moving and cancelling here what ends by/).waitFor();
    await page.getByText(/^Does not: booking here beyond then/).waitFor();
    await openNew('Walk-in');
    await dialog()
      .getByLabel(/Who or what for/)
      .fill('Cut off');
    await press(/^Book \d/);
    await says('Booked');
    await page.keyboard.press('Escape');
    await page.getByText(/^Waits: portal bookings of this time/).waitFor();
    desk.cloud.isUp = true;
    await page.getByText('Linked to the cloud').waitFor({ timeout: 60_000 });
  }, 120_000);
});

describe.each(['light', 'dark'] as const)('in %s colours', (scheme) => {
  it('the day and its dialogs can be used by everyone, on a desk and on a phone', async () => {
    await desk.book(places.thames, 0, 60, { forHolderId: memberId, title: 'Planning' });
    await desk.book(places.severn, 60, 60, { forHolderId: otherMemberId, title: 'Jury' });
    await desk.book(places.tyne, 0, 60, { purpose: 'block', title: 'Painting' });
    page = await desk.console('#/today', { scheme });
    await bar(/^Ada: Planning/).waitFor();
    await expectAccessible(page, `the day in ${scheme}`);
    await bar(/^Ada: Planning/).click();
    await dialog().getByText('What happened here').waitFor();
    await expectAccessible(page, `a booking in ${scheme}`);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'New booking' }).click();
    await dialog().getByLabel('Place').waitFor();
    await expectAccessible(page, `a new booking in ${scheme}`);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: /^Thames: .* Ada: Planning$/ }).waitFor();
    await expectAccessible(page, `the day on a phone in ${scheme}`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over).toBe(0);
  });
});

/** The box's own account of itself, with something added to what it says of its link. */
async function tellHealth(link: object): Promise<void> {
  await page.route('**/health', async (route) => {
    const answer = await route.fetch();
    const health = await answer.json();
    await route.fulfill({ json: { ...health, link: { ...health.link, ...link } } });
  });
}

async function drag(what: Locator, byX: number, byY: number): Promise<void> {
  await what.scrollIntoViewIfNeeded();
  const box = await what.boundingBox();
  if (!box) throw new Error('it is not drawn');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + byX, y + byY, { steps: 6 });
  await page.mouse.up();
}

/** As a finger does it: pointer events of touch, by the browser's own input. */
async function touchDrag(what: Locator, byX: number, byY: number): Promise<void> {
  await what.scrollIntoViewIfNeeded();
  const box = await what.boundingBox();
  if (!box) throw new Error('it is not drawn');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const input = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: readonly { x: number; y: number }[]) =>
    input.send('Input.dispatchTouchEvent', { type, touchPoints: [...at] });
  await touch('touchStart', [{ x, y }]);
  for (const share of [0.25, 0.5, 0.75, 1])
    await touch('touchMove', [{ x: x + byX * share, y: y + byY * share }]);
  await touch('touchEnd', []);
}
