import { addMs, floorTo, minuteMs } from '@lintel/core/time.ts';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { leave, Stage } from './browser.ts';
import { put } from './stand.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(async () => {
  stage.api.world.silent = false;
  stage.api.world.calendar.bookings.splice(0);
  await leave(page);
});
afterAll(() => stage.close());

const word = () => page.getByRole('heading', { level: 1 });
const thames = () => stage.api.world.sites[0]?.resources[0]?.id ?? '';

function book(fromMin: number, lengthMin: number): void {
  const { world } = stage.api;
  const startsAt = addMs(floorTo(world.now(), 15 * minuteMs), fromMin * minuteMs);
  put(world, { title: 'Board', startsAt, endsAt: addMs(startsAt, lengthMin * minuteMs) });
}

describe('whoever stands before a room’s panel', () => {
  it('books it as a walk-in with two presses and sees it taken', async () => {
    page = await stage.panel(thames());
    await expect.poll(() => word().textContent()).toBe('Free');
    await page.getByRole('button', { name: /^30 min/ }).click();
    await page.getByRole('button', { name: 'Book as walk-in' }).click();
    await page.getByRole('heading', { name: /^Booked until \d\d:\d\d$/ }).waitFor();
    await page.getByRole('button', { name: 'OK' }).click();
    await expect.poll(() => word().textContent()).toBe('Taken');
    expect(stage.api.world.calendar.bookings).toHaveLength(1);
  });

  it('books as a member by PIN, and is told when the PIN is wrong', async () => {
    page = await stage.panel(thames());
    await page.getByRole('button', { name: /^15 min/ }).click();
    await page.getByRole('button', { name: 'Book as me (PIN)' }).click();
    await page.keyboard.type('111111');
    await page.getByRole('button', { name: 'Book', exact: true }).click();
    await page
      .getByRole('alert')
      .getByText(/This PIN is not known here/)
      .waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    for (const digit of '482913') await page.getByRole('button', { name: digit, exact: true }).click();
    await page.getByRole('button', { name: 'Book', exact: true }).click();
    await page.getByRole('heading', { name: /^Booked until/ }).waitFor();
    expect(stage.api.world.calendar.bookings[0]?.by).toBe('Mira Santos');
  });

  it('who comes second hears why not and what is free instead', async () => {
    page = await stage.panel(thames());
    await page.getByRole('button', { name: /^30 min/ }).click();
    book(0, 60);
    await page.getByRole('button', { name: 'Book as walk-in' }).click();
    await page.getByRole('heading', { name: 'Not booked' }).waitFor();
    await page.getByText(/^It is taken until/).waitFor();
    await page.getByText(/^Free instead: Severn/).waitFor();
    await page.getByText(/^Hanna at the front desk can help/).waitFor();
  });

  it('never reads another person’s name or title', async () => {
    book(0, 60);
    page = await stage.panel(thames());
    await expect.poll(() => word().textContent()).toBe('Taken');
    expect(await page.getByText(/Theo|Board/).count()).toBe(0);
  });

  it('is offered only what fits before the next booking', async () => {
    book(45, 60);
    page = await stage.panel(thames());
    const choices = page.locator('.choices .choice');
    await expect.poll(() => choices.allInnerTexts()).toHaveLength(3);
    expect((await choices.allInnerTexts()).join()).toMatch(/15 min.*30 min.*Until next/s);
  });
});

describe('a panel whose box falls silent', () => {
  it('shows the age of what it shows, then only what was, and is live again by itself', async () => {
    book(0, 60);
    page = await stage.panel(thames());
    await expect.poll(() => word().textContent()).toBe('Taken');
    stage.api.world.silent = true;

    await page.clock.runFor(20_000);
    await page.getByText(/^as of \d\d:\d\d:\d\d$/).waitFor();
    expect(await word().textContent()).toBe('Taken');

    await page.clock.runFor(50_000);
    await page
      .getByText(/^No contact with the box since \d\d:\d\d:\d\d; this may be out of date\.$/)
      .waitFor();
    expect(await word().textContent()).toMatch(/^Was taken at \d\d:\d\d$/);
    expect(await page.getByText('Booking here works again once the box answers.').count()).toBe(1);

    stage.api.world.silent = false;
    await page.clock.runFor(6_000);
    await expect.poll(() => word().textContent()).toBe('Taken');
    expect(await page.getByText(/No contact/).count()).toBe(0);
  });

  it('says only what was after a reload, and keeps its pairing', async () => {
    page = await stage.panel(thames());
    await expect.poll(() => word().textContent()).toBe('Free');
    stage.api.world.silent = true;
    await page.reload();
    await expect.poll(() => word().textContent()).toMatch(/^Was free at/);
    stage.api.world.silent = false;
    await page.clock.runFor(10_000);
    await expect.poll(() => word().textContent()).toBe('Free');
  });
});

describe('a new panel', () => {
  it('is told in words that a code is not known, and may try again', async () => {
    page = await stage.visit('/panel/');
    await page.getByText('Pair this panel').waitFor();
    await page.keyboard.type('000000');
    await page.getByText(/This code is not known/).waitFor();
    expect(await page.getByLabel('Pairing code').textContent()).toBe('○○○○○○');
  });

  it('fits every size it may hang in without scrolling', async () => {
    book(45, 60);
    const sizes = [
      [1024, 600],
      [800, 480],
      [1280, 800],
    ] as const;
    page = await stage.panel(thames());
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      const over = await page.evaluate(() => [
        document.documentElement.scrollHeight - innerHeight,
        document.documentElement.scrollWidth - innerWidth,
      ]);
      expect(over, `${width}×${height}`).toEqual([0, 0]);
    }
  });
});
