import { addMs, floorTo, hourMs, minuteMs } from '@lintel/core/time.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, leave, Stage } from './browser.ts';
import { offer } from './fake-mine.ts';
import { idOf, londonHour, put } from './stand.ts';

const mira = 'mira@member.example';
const seriesId = '00000000-0000-4000-8000-00000000ab01';
let stage: Stage;
let bookingId = '';

/** A busy house: bookings of one's own and of others, one that runs, an offer, a wait, notices, a series with a clash. */
beforeAll(async () => {
  stage = await Stage.open();
  const { world, mine } = stage.api;
  const hour = (days: number, at: number) => londonHour(world, days, at);
  const charge = { includedMs: hourMs, creditCents: 0, amount: 300 };
  const own = { by: 'Mira Santos', title: 'Design review', charge };
  bookingId = put(world, { ...own, startsAt: hour(1, 9), people: 4 }).id;
  put(world, { startsAt: hour(1, 11), endsAt: hour(1, 13) });
  put(world, { ...own, startsAt: hour(2, 9), state: 'requested', resourceId: idOf(world, 'Booth 1') });
  put(world, { ...own, startsAt: floorTo(world.now(), hourMs), resourceId: idOf(world, 'Severn') });
  put(world, { ...own, startsAt: addMs(floorTo(world.now(), hourMs), -48 * hourMs) });
  offer(world, mine, {
    resourceId: idOf(world, 'Window desk 1'),
    by: 'Mira Santos',
    inMin: 300,
    forMs: 15 * minuteMs,
  });
  mine.notices.push({
    id: crypto.randomUUID(),
    kind: 'confirmation',
    madeAt: world.now(),
    subject: 'Booked: Thames',
    text: 'Thames at London Bridge.',
    mail: { state: 'failed', sentence: 'The mail was turned down: no such mailbox.' },
  });
  mine.links.push({
    id: crypto.randomUUID(),
    of: 'member',
    name: 'Your bookings',
    withNames: false,
    madeAt: world.now(),
  });
  await makeSeries(new Date(hour(1, 12)).toISOString().slice(0, 10));
});
afterAll(() => stage.close());

async function makeSeries(fromDate: string): Promise<void> {
  const rule = {
    repeats: { kind: 'weekly', weekdays: [1, 2, 3, 4, 5, 6, 7] },
    startMin: 660,
    endMin: 720,
    fromDate,
    count: 20,
  };
  const answer = await fetch(`${stage.api.url}/api/series`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: `fake_login=${encodeURIComponent(mira)}` },
    body: JSON.stringify({
      requestId: seriesId,
      resourceId: idOf(stage.api.world, 'Thames'),
      rule,
      title: 'Stand-up',
    }),
  });
  expect(answer.status).toBe(201);
}

type View = {
  readonly path: () => string;
  readonly ready: string | RegExp;
  /** Leads on from there, to a dialog or an answer. */
  readonly goOn?: (page: Page) => Promise<void>;
};

const site = () => stage.api.world.sites[0]?.view.id ?? '';
const date = () => new Date(londonHour(stage.api.world, 1, 12)).toISOString().slice(0, 10);
const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();
const says = (text: string | RegExp) => (page: Page) => page.getByText(text).first().waitFor();

const views: Readonly<Record<string, View>> = {
  day: { path: () => `day/${site()}/${date()}`, ready: 'Severn' },
  'a booking dialog': {
    path: () => `day/${site()}/${date()}`,
    ready: 'Severn',
    goOn: async (page) => {
      await page
        .getByRole('button', { name: /^Book Thames, free/ })
        .first()
        .press('Enter');
      await page.getByLabel('From').selectOption({ label: '11:30' });
      await says(/^It is taken until/)(page);
    },
  },
  week: { path: () => `week/${site()}/${date()}`, ready: 'Severn' },
  'a search': { path: () => `search?date=${date()}&from=09:00&to=10:00`, ready: /places are free/ },
  'a search for nothing': {
    path: () => `search?date=${date()}&from=11:00&to=12:00&people=8&kind=room&site=${site()}`,
    ready: 'Nothing is free then',
  },
  'my bookings': { path: () => 'bookings', ready: /Design review/ },
  'a booking': { path: () => `bookings/${bookingId}`, ready: 'What happened' },
  'a move': {
    path: () => `bookings/${bookingId}`,
    ready: 'What happened',
    goOn: async (page) => {
      await press('Move')(page);
      await page.getByLabel('From').selectOption({ label: '15:00' });
      await says(/Free It takes/)(page);
    },
  },
  'a cancel': {
    path: () => `bookings/${bookingId}`,
    ready: 'What happened',
    goOn: async (page) => {
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      await says(/comes back|get back/)(page);
    },
  },
  'my series': { path: () => 'series', ready: /Stand-up/ },
  'a series': { path: () => `series/${seriesId}`, ready: 'Change dates' },
  'a change of dates': {
    path: () => `series/${seriesId}`,
    ready: 'Change dates',
    goOn: async (page) => {
      await press('Cancel dates')(page);
      await press('Show what it does')(page);
      await says(/You get back/)(page);
    },
  },
  'a new series': {
    path: () => `series/new?site=${site()}&date=${date()}&from=660&to=720`,
    ready: 'Show all dates',
    goOn: async (page) => {
      await press('Show all dates')(page);
      await says('Cannot be booked')(page);
    },
  },
  'the wait-list': { path: () => 'waits', ready: /^Kept for you until/ },
  notices: { path: () => 'notices', ready: 'Booked: Thames' },
  allowance: { path: () => 'allowance', ready: /left of 4 h/ },
  'calendar links': {
    path: () => 'calendars',
    ready: 'Your bookings',
    goOn: async (page) => {
      await press('Make a link')(page);
      await page.getByLabel('Address').waitFor();
    },
  },
};

const sizes = [
  { width: 1280, height: 860 },
  { width: 360, height: 780 },
];

describe.each(['light', 'dark'] as const)('in %s colours', (scheme) => {
  it('every page and dialog of the portal can be read and used by everyone, on a desk and on a phone', async () => {
    for (const { width, height } of sizes) {
      const page = await stage.visit('/portal/#/pass', mira, { scheme, width, height });
      for (const [name, view] of Object.entries(views)) {
        await page.goto('about:blank');
        await page.goto(`${stage.api.url}/portal/#/${view.path()}`);
        await page.getByText(view.ready).first().waitFor();
        await view.goOn?.(page);
        await expectAccessible(page, `${name} in ${scheme} at ${width}`);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(over, `${name} in ${scheme} at ${width} scrolls sideways`).toBe(0);
      }
      await leave(page);
    }
  }, 240_000);
});

describe('a member for whom there is nothing yet', () => {
  it('reads on every page what would make something appear', async () => {
    const page = await stage.visit('/portal/#/bookings', 'theo@member.example');
    stage.api.mine.notices.splice(0);
    const [calendar, before] = [stage.api.world.calendar, [...stage.api.world.calendar.bookings]];
    calendar.bookings.splice(0);
    for (const [path, text] of [
      ['bookings', 'Nothing booked'],
      ['series', 'No series yet'],
      ['waits', 'You wait for nothing'],
      ['notices', 'Nothing yet'],
    ] as const) {
      await page.goto(`${stage.api.url}/portal/#/${path}`);
      await page.getByText(text).waitFor();
      await expectAccessible(page, `${path} with nothing`);
    }
    calendar.bookings.push(...before);
    await leave(page);
  });
});

describe('a member whose question fails', () => {
  it('reads what went wrong and tries again, on every page', async () => {
    const page = await stage.visit('/portal/#/pass', mira);
    await page.getByText('Show PIN').waitFor();
    const sentence = 'The database is away. Try again in a minute.';
    const body = JSON.stringify({ kind: 'away', sentence });
    await page.route(
      /\/api\/(me\/(waits|notices|allowance|calendar-links|series)|search|sites\/.+\/(day|week))/,
      (route) => route.fulfill({ status: 503, contentType: 'application/json', body }),
    );
    for (const path of [
      'waits',
      'allowance',
      'calendars',
      'series',
      `week/${site()}`,
      `search?date=${date()}&from=09:00&to=10:00`,
    ]) {
      await page.goto('about:blank');
      await page.goto(`${stage.api.url}/portal/#/${path}`);
      await page.getByRole('alert').getByText(sentence).first().waitFor();
      await expectAccessible(page, `${path} with an error`);
    }
    await page.unroute(/\/api\//);
    await leave(page);
  });

  it('is told that there is no such booking', async () => {
    const page = await stage.visit(`/portal/#/bookings/${crypto.randomUUID()}`, mira);
    await page.getByRole('alert').getByText('There is no such booking.').waitFor();
    await leave(page);
  });
});
