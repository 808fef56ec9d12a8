import { addMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually, leave, Stage } from './browser.ts';
import { largeSite } from './fake-calendar.ts';
import { londonHour, put } from './stand.ts';

const mira = 'mira@member.example';
let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await Stage.open();
});
beforeEach(() => {
  stage.api.world.calendar.bookings.splice(0);
});
afterEach(() => leave(page));
afterAll(() => stage.close());

const hour = (days: number, at: number) => londonHour(stage.api.world, days, at);
const dateOf = (days: number) => new Date(hour(days, 12)).toISOString().slice(0, 10);
const dialog = () => page.getByRole('dialog');
const article = (name: string | RegExp) =>
  page.getByRole('article', { name, exact: typeof name === 'string' });
const london = () => stage.api.world.sites[0]?.view.id ?? '';

describe('a member who looks for a place', () => {
  it('finds what is free at that time at every site, with its price, and books it', async () => {
    put(stage.api.world, { startsAt: hour(2, 14), endsAt: hour(2, 16) });
    page = await stage.visit('/portal/#/search', mira);
    await page.getByLabel('Day').fill(dateOf(2));
    await page.getByLabel('From').fill('14:00');
    await page.getByLabel('To', { exact: true }).fill('16:00');
    await page.getByText('Rooms', { exact: true }).click();
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('2 places are free').waitFor();
    await article('Yarra')
      .getByText(/Melbourne time/)
      .waitFor();
    await article('Severn').getByText('2 h of included time').waitFor();
    await page.getByRole('button', { name: 'Book Severn, London Bridge' }).click();
    await dialog().getByRole('button', { name: 'Book 14:00–16:00' }).click();
    await dialog().getByRole('heading', { name: 'Booked', exact: true }).waitFor();
  });

  it('hears why nothing is free, what is near, and waits for it', async () => {
    put(stage.api.world, { startsAt: hour(2, 14), endsAt: hour(2, 16) });
    const query = `date=${dateOf(2)}&from=14:00&to=15:00&kind=room&people=8&site=${london()}`;
    page = await stage.visit(`/portal/#/search?${query}`, mira);
    await page.getByText('Nothing is free then').waitFor();
    await page.getByText('It is taken until 16:00.').waitFor();
    await article('Thames')
      .getByText(/16:00–17:00/)
      .waitFor();
    await page.getByRole('button', { name: 'Join the wait-list for this time' }).click();
    await page.getByText('You are on the wait-list').waitFor();
    await page.getByRole('link', { name: 'See what you wait for' }).click();
    await page.getByText('You are the first in line.').waitFor();
    await page.getByRole('button', { name: 'Stop waiting' }).click();
    await page.getByText('Withdrawn').waitFor();
  });

  it('goes back to the search before with the browser’s own button', async () => {
    const query = (from: string) => `date=${dateOf(2)}&from=${from}&to=18:00&site=${london()}`;
    page = await stage.visit(`/portal/#/search?${query('09:00')}`, mira);
    await page.getByLabel('From').fill('10:00');
    await page.getByRole('button', { name: 'Search' }).click();
    await eventually(() => page.url()).toContain('from=10');
    await page.goBack();
    await eventually(() => page.getByLabel('From').inputValue()).toBe('09:00');
  });

  it('joins the wait-list from the day when the time is taken', async () => {
    put(stage.api.world, { startsAt: hour(1, 9), endsAt: hour(1, 11) });
    page = await stage.visit(`/portal/#/day/${london()}/${dateOf(1)}`, mira);
    await page
      .getByRole('button', { name: /^Book Thames, free/ })
      .first()
      .press('Enter');
    await dialog().getByLabel('From').selectOption({ label: '10:00' });
    await dialog().getByText('It is taken until 11:00.').waitFor();
    await dialog().getByRole('button', { name: 'Join the wait-list for this time' }).click();
    await dialog().getByText('You are on the wait-list').waitFor();
    const wait = stage.api.mine.waits.at(-1);
    expect(wait).toMatchObject({ resourceName: 'Thames', startsAt: hour(1, 10), state: 'waiting' });
  });

  it('is offered the plan that would allow it', async () => {
    page = await stage.visit(`/portal/#/day/${london()}/${dateOf(20)}`, mira);
    await page
      .getByRole('button', { name: /^Book Severn, free/ })
      .first()
      .press('Enter');
    await dialog().getByText('The plan Flex books at most 14 days ahead. Choose an earlier day.').waitFor();
    await dialog().getByText('The plan Unlimited would allow it').waitFor();
    expect(
      await dialog()
        .getByRole('button', { name: /^Book / })
        .isDisabled(),
    ).toBe(true);
  });

  it('filters by kind, size, floor and equipment, and the choice stands in the address', async () => {
    page = await stage.visit(`/portal/#/day/${london()}/${dateOf(1)}`, mira);
    await page.getByText('Window desk 1').waitFor();
    await page.getByText('Rooms', { exact: true }).click();
    await page.getByText('Window desk 1').waitFor({ state: 'hidden' });
    await page.getByLabel('Floor').selectOption('2');
    await page.getByText('Thames').waitFor({ state: 'hidden' });
    expect(page.url()).toMatch(/kind=room&floor=2/);
    await page.reload();
    await page.getByText('Severn').waitFor();
    expect(await page.getByText('Thames').count()).toBe(0);
    await page.getByLabel('People').selectOption('8');
    await page.getByText('Nothing here is like that').waitFor();
    await page.getByRole('button', { name: 'Show everything' }).click();
    await page.getByText('Window desk 2').waitFor();
  });

  it('is shown closed hours as closed, never as free', async () => {
    const [site] = stage.api.world.sites;
    if (!site) throw new Error('no site');
    site.open = (day) => [
      { startsAt: addMs(day.startsAt, 9 * hourMs), endsAt: addMs(day.startsAt, 17 * hourMs) },
    ];
    page = await stage.visit(`/portal/#/day/${london()}/${dateOf(2)}`, mira);
    await page.getByRole('button', { name: 'Book Thames, free 09:00–17:00' }).waitFor();
    site.open = () => [];
    stage.api.world.tell('sites');
    await page.getByText('The site is closed on this day.').waitFor();
    expect(await page.getByRole('button', { name: /^Book Thames/ }).count()).toBe(0);
    delete site.open;
  });
});

describe('the week of a site', () => {
  it('says how much of each day is free and leads to the day', async () => {
    const monday = 8 - (new Date(hour(0, 12)).getUTCDay() || 7);
    put(stage.api.world, { startsAt: hour(monday, 0), endsAt: hour(monday, 12), by: 'Mira Santos' });
    page = await stage.visit(`/portal/#/week/${london()}/${dateOf(monday)}`, mira);
    const cell = page.getByRole('link', { name: /^Thames, Monday .*: 12 h free, 1 yours/ });
    await cell.waitFor();
    await cell.press('ArrowDown');
    const severn = /^Severn, Monday/;
    await eventually(() => page.evaluate('document.activeElement.textContent')).toMatch(severn);
    await cell.click();
    await page.getByTitle(/^Secret, 00:00–12:00/).waitFor();
    await page.goBack();
    await cell.waitFor();
  });
});

describe('a site with two hundred desks', () => {
  it('is drawn in a tenth of a second of script, in sight only, and walked by keyboard to the last', async () => {
    const { world } = stage.api;
    const large = largeSite(200);
    world.sites.push(large);
    for (const { id } of large.resources)
      for (let n = 0; n < 10; n++) {
        const startsAt = hour(1, 8 + n);
        put(world, { resourceId: id, startsAt, endsAt: addMs(startsAt, 45 * minuteMs) });
      }
    page = await stage.visit(`/portal/#/day/${large.view.id}/${dateOf(3)}`, mira);
    await page.getByText('Desk 5', { exact: true }).waitFor();
    const usedMs = await scriptMs(page);
    await page.goto(`${stage.api.url}/portal/#/day/${large.view.id}/${dateOf(1)}`);
    await page.getByTitle('Taken, 08:00–08:45').first().waitFor();
    const spentMs = await usedMs();
    expect(spentMs, `${spentMs} ms of script`).toBeLessThan(100);
    const rows = await page.getByRole('row').count();
    expect(rows).toBeGreaterThan(10);
    expect(rows).toBeLessThan(40);
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('200');

    const first = page.getByRole('button', { name: /^Book Desk 1, free/ }).first();
    await first.focus();
    await page.keyboard.press('Control+End');
    const focused = 'document.activeElement.getAttribute("aria-label")';
    await eventually(() => page.evaluate(focused)).toMatch(/Desk 200|Taken/);
    await page.getByText('Desk 200', { exact: true }).waitFor();
    world.sites.pop();
  });
});

/** The processor time of scripts in this page since now, which other work on the machine does not stretch. */
async function scriptMs(of: Page): Promise<() => Promise<number>> {
  const session = await of.context().newCDPSession(of);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1000;
  };
  const before = await read();
  return async () => (await read()) - before;
}
