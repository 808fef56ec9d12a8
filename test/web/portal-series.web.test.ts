import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leave, Stage } from './browser.ts';
import { idOf, londonHour, put } from './stand.ts';

const mira = 'mira@member.example';
let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await Stage.open();
});
beforeEach(() => {
  stage.api.world.calendar.bookings.splice(0);
  stage.api.series.kept.clear();
});
afterEach(() => leave(page));
afterAll(() => stage.close());

const hour = (days: number, at: number) => londonHour(stage.api.world, days, at);
const dateOf = (days: number) => new Date(hour(days, 12)).toISOString().slice(0, 10);
const dialog = () => page.getByRole('dialog');
const dates = () => page.getByRole('region', { name: /^(Every date|Dates to come)$/ });

/** The page of a new series in Severn, every day but weekends are left to the test, from tomorrow 09:00 to 10:00. */
async function begin(lastDay: number): Promise<void> {
  const severn = idOf(stage.api.world, 'Severn');
  const query = `site=${stage.api.world.sites[0]?.view.id}&resource=${severn}&date=${dateOf(1)}&from=540&to=600`;
  page = await stage.visit(`/portal/#/series/new?${query}`, mira);
  await page.getByLabel('Last day').fill(dateOf(lastDay));
}

async function make(lastDay = 15): Promise<void> {
  await begin(lastDay);
  await page.getByRole('button', { name: 'Show all dates' }).click();
  await page.getByRole('button', { name: 'Book the series' }).click();
  await page.getByRole('button', { name: 'Change dates' }).waitFor();
}

describe('a member who repeats a booking', () => {
  it('comes to the series from the booking dialog, with place and times filled in', async () => {
    page = await stage.visit(`/portal/#/day/${stage.api.world.sites[0]?.view.id}/${dateOf(1)}`, mira);
    await page
      .getByRole('button', { name: /^Book Severn, free/ })
      .first()
      .press('Enter');
    await dialog().getByLabel('From').selectOption({ label: '09:30' });
    await dialog().getByRole('link', { name: 'Repeat it every week…' }).click();
    await page.getByRole('heading', { name: 'A series at London Bridge' }).waitFor();
    expect(await page.getByLabel('From').inputValue()).toBe('09:30');
    expect(await page.getByLabel('To', { exact: true }).inputValue()).toBe('10:30');
    expect(await page.getByLabel('Place').locator('option:checked').textContent()).toBe('Severn');
  });

  it('sees every clash with what is free instead before saving, and books the rest', async () => {
    put(stage.api.world, { startsAt: hour(8, 9), resourceId: idOf(stage.api.world, 'Severn') });
    await begin(29);
    await page.getByRole('button', { name: 'Show all dates' }).click();
    await page.getByText('1 will be booked, 3 booked later, by themselves, 1 cannot be booked').waitFor();
    await page.getByText('Those booked now take 1 h of included time.').waitFor();
    await dates().getByText('It is taken until 10:00.').waitFor();
    await dates()
      .getByText(/^Free instead: Thames 09:00–10:00/)
      .waitFor();
    expect(stage.api.series.kept.size).toBe(0);
    await page.getByRole('button', { name: 'Book the series' }).click();
    await page.getByText('1 booked, 3 booked later, 1 not booked').waitFor();
    const booked = stage.api.world.calendar.bookings.filter(({ by }) => by === 'Mira Santos');
    expect(booked.map(({ startsAt }) => startsAt)).toEqual([hour(1, 9)]);
  });

  it('hears that not one date can be booked, and nothing is made', async () => {
    put(stage.api.world, { startsAt: hour(1, 9), resourceId: idOf(stage.api.world, 'Severn') });
    await begin(2);
    await page.getByRole('button', { name: 'Show all dates' }).click();
    await page.getByText('1 cannot be booked').waitFor();
    expect(await page.getByRole('button', { name: 'Book the series' }).isDisabled()).toBe(true);
  });

  it('cannot ask for no day at all, and is told which field is wrong', async () => {
    await begin(29);
    const days = page.getByRole('group', { name: 'On' });
    await days.getByRole('checkbox', { checked: true }).first().uncheck();
    await page.getByText('Choose at least one day').waitFor();
    expect(await page.getByRole('button', { name: 'Show all dates' }).isDisabled()).toBe(true);
  });
});

describe('a member with a series', () => {
  it('cancels one date, reads what comes back before, and tries it again when they want it', async () => {
    await make();
    const first = dates().getByRole('article').first();
    await first.getByRole('button', { name: 'Cancel' }).click();
    await dialog().getByRole('button', { name: 'Show what it does' }).click();
    await dialog().getByText('1 date. You get back 1 h of included time.').waitFor();
    await dialog().getByRole('button', { name: 'Cancel dates' }).click();
    await dialog().getByRole('heading', { name: 'Cancelled' }).waitFor();
    await page.keyboard.press('Escape');
    await first.getByText('Cancelled').waitFor();
    await first.getByRole('button', { name: 'Try again' }).click();
    await first.getByText('Booked', { exact: true }).waitFor();
  });

  it('hears why a date cannot be had again', async () => {
    await make();
    const first = dates().getByRole('article').first();
    await first.getByRole('button', { name: 'Cancel' }).click();
    await dialog().getByRole('button', { name: 'Show what it does' }).click();
    await dialog().getByRole('button', { name: 'Cancel dates' }).click();
    await dialog().getByRole('heading', { name: 'Cancelled' }).waitFor();
    await page.keyboard.press('Escape');
    put(stage.api.world, { startsAt: hour(1, 9), resourceId: idOf(stage.api.world, 'Severn') });
    await first.getByRole('button', { name: 'Try again' }).click();
    await first.getByRole('alert').getByText('It is taken until 10:00.').waitFor();
  });

  it('moves this and all that follow to another place', async () => {
    await make();
    await page.getByRole('button', { name: 'Change dates' }).click();
    await dialog().getByLabel('Place').selectOption({ label: 'Thames' });
    await dialog().getByRole('button', { name: 'Show what it does' }).click();
    await dialog()
      .getByText(/^3 dates\. They take/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Change dates' }).click();
    await dialog().getByRole('heading', { name: 'Changed' }).waitFor();
    await page.keyboard.press('Escape');
    await expect
      .poll(() =>
        dates()
          .getByText(/^Thames/)
          .count(),
      )
      .toBe(3);
  });

  it('sees how it is now when somebody changed it meanwhile', async () => {
    await make();
    await page.getByRole('button', { name: 'Cancel dates' }).click();
    const [kept] = stage.api.series.kept.values();
    if (!kept) throw new Error('no series');
    kept.series = { ...kept.series, version: 7, sentence: 'Every Tuesday, 15:00 to 16:00' };
    await dialog().getByRole('button', { name: 'Show what it does' }).click();
    await dialog().getByRole('heading', { name: 'It was changed meanwhile' }).waitFor();
    await dialog()
      .getByText(/Every Tuesday, 15:00 to 16:00/)
      .waitFor();
  });

  it('finds it in the list with how its dates stand', async () => {
    await make();
    await page.getByRole('link', { name: 'Series', exact: true }).click();
    const card = page.getByRole('article', { name: /^Severn, Every/ });
    await card.getByText(/^2 booked, 1 booked later/).waitFor();
  });
});
