import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { leave } from './browser.ts';
import { dora, fran, liam, london, OfficeHouse } from './office-house.ts';

let house: OfficeHouse;
let page: Page;

beforeAll(async () => {
  house = await OfficeHouse.open();
  await house.enrolBox();
  await house.book();
  await house.wantInVain();
}, 120_000);
afterEach(() => leave(page));
afterAll(() => house?.close(), 60_000);

const dialog = () => page.getByRole('dialog');
const card = () => page.getByRole('article', { name: 'Lintel Holborn' });

describe('the box of a site', () => {
  it('is answered for by directors only: others see no button for it', async () => {
    page = await house.visit('#/sites', liam);
    await card().getByRole('button', { name: 'Make an enrolment code' }).waitFor();
    expect(
      await card()
        .getByRole('button', { name: /lost|quarantine/ })
        .count(),
    ).toBe(0);
    await leave(page);
    page = await house.visit('#/sites', fran);
    await card()
      .getByText(/^Last heard/)
      .waitFor();
    expect(await card().getByRole('button').count()).toBe(0);
  });

  it('leaves its quarantine when a director has read what may be booked twice', async () => {
    page = await house.visit('#/sites', dora);
    await card().getByRole('button', { name: 'End a quarantine…' }).click();
    await dialog()
      .getByText(/^The last it told of is from/)
      .waitFor();
    await dialog().getByRole('button', { name: 'End the quarantine' }).click();
    await dialog()
      .getByText(/^The box books again as soon as it hears of this/)
      .waitFor();
  });

  it('is declared lost from the horizon on, then, seen switched off, at once', async () => {
    page = await house.visit('#/sites', dora);
    await card().getByRole('button', { name: 'Declare the box lost…' }).click();
    await dialog()
      .getByText(/nobody can book or change anything here from afar/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Declare it lost', exact: true }).click();
    await dialog()
      .getByText(/^The cloud books here from/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Done' }).click();

    await card().getByRole('button', { name: 'Declare the box lost…' }).click();
    await dialog()
      .getByLabel(/^I have made sure that it is switched off/)
      .check();
    await dialog().getByText('Lintel books the whole calendar of this site at once.').waitFor();
    await dialog().getByRole('button', { name: 'Declare it lost and take over now' }).click();
    await dialog()
      .getByText(/^The cloud books here at once/)
      .waitFor();
  });

  it('has no quarantine to end while there is none', async () => {
    page = await house.visit('#/sites', dora);
    await card().getByRole('button', { name: 'End a quarantine…' }).click();
    await dialog().getByRole('button', { name: 'End the quarantine' }).click();
    await dialog()
      .getByText(/This site has no box just now/)
      .waitFor();
  });
});

describe('the opening hours of a site', () => {
  it('are changed by its manager, who hears how many bookings lie outside them now', async () => {
    page = await house.visit(`#/hours/${london}`, liam);
    await page.getByLabel('Monday: opens').fill('08:00');
    await page.getByLabel('Monday: closes').fill('12:00');
    await page.getByRole('button', { name: 'Add hours to Monday' }).click();
    await page.getByLabel('Monday, 2 of 2: opens').fill('11:00');
    await page.getByRole('button', { name: 'Keep these hours' }).click();
    await page.getByText('Overlaps other hours of Monday.').waitFor();
    await page.getByText('Not kept').waitFor();

    await page.getByLabel('Monday, 2 of 2: opens').fill('13:00');
    await page.getByRole('button', { name: 'Add a date' }).click();
    await page.getByLabel('Date', { exact: true }).fill('2031-12-25');
    await page.getByLabel('Why').fill('Christmas');
    await page.getByRole('button', { name: 'Keep these hours' }).click();
    await page.getByText('Kept', { exact: true }).waitFor();

    await page.reload();
    expect(await page.getByLabel('Monday, 2 of 2: opens').inputValue()).toBe('13:00');
    expect(await page.getByLabel('Why').inputValue()).toBe('Christmas');
    for (const day of [
      'Monday, 2 of 2',
      'Monday',
      'Tuesday',
      'Wednesday',
      'Thursday',
      'Friday',
      'Saturday',
      'Sunday',
    ])
      await page.getByRole('button', { name: `Remove ${day}`, exact: true }).click();
    await page.getByRole('button', { name: 'Keep these hours' }).click();
    await page.getByText(/^\d+ bookings? to come lies? outside these hours now/).waitFor();
  });

  it('are only read by the front desk', async () => {
    page = await house.visit(`#/hours/${london}`, fran);
    await page.getByRole('heading', { name: 'Opening hours of Lintel Holborn' }).waitFor();
    await page.getByRole('heading', { name: 'Monday' }).waitFor();
    expect(await page.getByRole('button', { name: /Keep|Add|Remove/ }).count()).toBe(0);
  });
});

describe('what members looked for in vain', () => {
  it('stands in its hour under its kind, with why', async () => {
    page = await house.visit('#/demand', dora);
    const row = page.getByRole('row', { name: /^1[45]:00/ });
    await row.getByText('1 looked, 1 found nothing, 1 refused').waitFor();
    await page.getByRole('region', { name: 'Why not' }).getByText('Too many people for the place').waitFor();
    await page.getByText('No place like it anywhere').waitFor();
    await page.getByLabel('Day of the week').selectOption({ label: anotherDay() });
    await page.getByText('Nothing was looked for').waitFor();
  });
});

describe('mails that did not go out', () => {
  it('are listed with whom they were for, and what to do where no mail server is set up', async () => {
    page = await house.visit('#/mails', fran);
    await page.getByText('No mail server is set up').waitFor();
    await page
      .getByRole('article', { name: /to Dev Rao$/ })
      .first()
      .waitFor();
  });
});

/** A day of the week on which nothing was wanted. */
function anotherDay(): string {
  const wanted = new Date(Date.now() + 6 * 86_400_000);
  return wanted.toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' });
}
