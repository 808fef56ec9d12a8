import { demoPassword } from '@lintel/cloud/seed.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWeb } from '../../scripts/build.ts';
import type {} from '../postgres.ts';
import { seed, startTestCloud, type TestCloud } from '../support/test-cloud.ts';
import { launch } from './browser.ts';

const titled = 'Planning';
let cloud: TestCloud;
let browser: Browser;
let page: Page;

/** The real cloud on a real database; its sites have no box yet, so that all of the calendar is the cloud's or waits for one. */
beforeAll(async () => {
  await buildWeb();
  cloud = await startTestCloud();
  await seed(cloud);
  browser = await launch();
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    timezoneId: 'Europe/London',
  });
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
  await page.goto(`${cloud.url}/portal/`);
  await page.getByLabel('E-mail').fill('dev@lintel.example');
  await page.getByLabel('Password', { exact: true }).fill(demoPassword);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Dev Rao' }).waitFor();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
}, 60_000);

const dialog = () => page.getByRole('dialog');
const date = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The day so many from today at the site that the page showed before. */
async function day(days: number): Promise<void> {
  await page.goto(`${cloud.url}/portal/#/day`);
  const site = await page.getByLabel('Site').inputValue();
  await page.goto(`${cloud.url}/portal/#/day/${site}/${date(days)}`);
}

describe('a member at the portal of the real cloud', () => {
  it('books by the grid, with the price before the click', async () => {
    await day(4);
    await page.getByRole('button', { name: /^Book Reading room, free/ }).press('Enter');
    await dialog().getByLabel('From').selectOption({ label: '10:00' });
    await dialog()
      .getByLabel(/^Title/)
      .fill(titled);
    await dialog()
      .getByText(/It takes|nothing to pay/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Book 10:00–11:00' }).click();
    await dialog().getByRole('heading', { name: 'Booked', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByTitle(`${titled}, 10:00–11:00`).waitFor();
  });

  it('sees it in the week, and finds the room taken', async () => {
    await page.getByRole('link', { name: 'Week', exact: true }).click();
    await page.getByRole('link', { name: /^Reading room, .*1 yours/ }).waitFor();
    await day(4);
    await page
      .getByRole('button', { name: /^Book Reading room, free/ })
      .first()
      .press('Enter');
    await dialog().getByLabel('From').selectOption({ label: '10:30' });
    await dialog()
      .getByText(/^It is taken until 11:00/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Join the wait-list for this time' }).click();
    await dialog().getByText('You are on the wait-list').waitFor();
    await page.keyboard.press('Escape');
    await page.goto(`${cloud.url}/portal/#/waits`);
    await page.getByRole('button', { name: 'Stop waiting' }).click();
    await page.getByText('Withdrawn').waitFor();
  });

  it('moves it by half an hour, which its own old place does not forbid, and reads its history', async () => {
    await page.goto(`${cloud.url}/portal/#/bookings`);
    const card = page.getByRole('article', { name: `Reading room, ${titled}` });
    await card.getByRole('button', { name: 'Move' }).click();
    await dialog().getByLabel('From').selectOption({ label: '10:30' });
    await dialog()
      .getByText(/It takes|nothing to pay/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Move to 10:30–11:30' }).click();
    await dialog().getByRole('heading', { name: 'Moved' }).waitFor();
    await page.keyboard.press('Escape');
    await card.getByRole('link', { name: /^Details and history/ }).click();
    await page.getByText(/^Moved by Dev Rao/).waitFor();
    await page.getByText(/^Booked by Dev Rao/).waitFor();
  });

  it('finds what is free elsewhere at that time', async () => {
    await page.goto(`${cloud.url}/portal/#/search?date=${date(4)}&from=10:30&to=11:30&kind=room`);
    await page.getByText(/places are free/).waitFor();
    expect(await page.getByRole('article', { name: 'Reading room' }).count()).toBe(0);
    await page.getByRole('article', { name: 'Map room' }).waitFor();
  });

  it('makes a series, sees its dates, and cancels one', async () => {
    await page.goto(`${cloud.url}/portal/#/series/new?date=${date(4)}&from=840&to=900`);
    await page.getByLabel('Place').selectOption({ label: 'Map room' });
    await page.getByRole('button', { name: 'Show all dates' }).click();
    await page.getByRole('heading', { name: /will be booked/ }).waitFor();
    await page.getByRole('button', { name: 'Book the series' }).click();
    await page.getByRole('button', { name: 'Cancel dates' }).waitFor();
    const first = page.getByRole('region', { name: 'Dates to come' }).getByRole('article').first();
    await first.getByText('Booked', { exact: true }).waitFor();
    await first.getByRole('button', { name: 'Cancel' }).click();
    await dialog().getByRole('button', { name: 'Show what it does' }).click();
    await dialog()
      .getByText(/^1 date\./)
      .waitFor();
    await dialog().getByRole('button', { name: 'Cancel dates' }).click();
    await dialog().getByRole('heading', { name: 'Cancelled' }).waitFor();
    await page.keyboard.press('Escape');
    await first.getByText('Cancelled').waitFor();
    await first.getByRole('button', { name: 'Try again' }).click();
    await first.getByText('Booked', { exact: true }).waitFor();
  });

  it('cancels what it booked and has it back', async () => {
    await page.goto(`${cloud.url}/portal/#/bookings`);
    const card = page.getByRole('article', { name: `Reading room, ${titled}` });
    await card.getByRole('button', { name: 'Cancel' }).click();
    await dialog()
      .getByText(/comes back|costs? nothing/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Cancel the booking' }).click();
    await dialog().getByRole('heading', { name: 'Cancelled' }).waitFor();
  });

  it('reads its notices, its month and its calendar links', async () => {
    await page.goto(`${cloud.url}/portal/#/notices`);
    await page.getByRole('article').first().waitFor();
    await page.goto(`${cloud.url}/portal/#/allowance`);
    await page
      .getByRole('article', { name: /^Dedicated desk/ })
      .first()
      .waitFor();
    await page.goto(`${cloud.url}/portal/#/calendars`);
    await page.getByRole('button', { name: 'Make a link' }).click();
    const address = await page.getByLabel('Address').inputValue();
    const feed = await fetch(address);
    expect(await feed.text()).toContain('BEGIN:VCALENDAR');
  });
});
