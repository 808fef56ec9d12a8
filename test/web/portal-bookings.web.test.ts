import { addMs, epochMs, floorTo, hourMs, minuteMs } from '@lintel/core/time.ts';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leave, Stage } from './browser.ts';
import type { FakeBooking } from './fake-calendar.ts';
import { offer } from './fake-mine.ts';
import { idOf, londonHour, put } from './stand.ts';

const mira = 'mira@member.example';
let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await Stage.open();
});
beforeEach(() => {
  stage.api.world.calendar.bookings.splice(0);
  stage.api.mine.waits.splice(0);
});
afterEach(() => leave(page));
afterAll(() => stage.close());

const hour = (days: number, at: number) => londonHour(stage.api.world, days, at);
const found = ({ id }: FakeBooking) => stage.api.world.calendar.bookings.find((one) => one.id === id);
const dialog = () => page.getByRole('dialog');
const card = (name: RegExp) => page.getByRole('article', { name });

/** Mira's booking, in good time before anything. */
function mine(some: Partial<FakeBooking> = {}): FakeBooking {
  const charge = { includedMs: 0, creditCents: 0, amount: 1200 };
  return put(stage.api.world, { startsAt: hour(2, 10), title: 'Review', by: 'Mira Santos', charge, ...some });
}

describe('what a member does with a booking', () => {
  it('moves it to another time and place, and reads the price before', async () => {
    const booking = mine();
    page = await stage.visit('/portal/#/bookings', mira);
    await card(/^Thames/)
      .getByRole('button', { name: 'Move' })
      .click();
    await dialog().getByLabel('Place').selectOption({ label: 'Severn' });
    await dialog().getByLabel('From').selectOption({ label: '13:00' });
    await dialog().getByText('It takes 1 h of included time.').waitFor();
    await dialog().getByRole('button', { name: 'Move to 13:00–14:00' }).click();
    await dialog().getByRole('heading', { name: 'Moved' }).waitFor();
    expect(found(booking)).toMatchObject({
      resourceId: idOf(stage.api.world, 'Severn'),
      startsAt: hour(2, 13),
      version: 2,
    });
  });

  it('moves it to another day, by the clock it had', async () => {
    const booking = mine();
    page = await stage.visit(`/portal/#/bookings/${booking.id}`, mira);
    await page.getByRole('button', { name: 'Move' }).click();
    const day = new Date(hour(4, 12)).toISOString().slice(0, 10);
    await dialog().getByLabel('Day').fill(day);
    await dialog()
      .getByText(/It takes/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Move to 10:00–11:00' }).click();
    await dialog().getByRole('heading', { name: 'Moved' }).waitFor();
    expect(found(booking)?.startsAt).toBe(hour(4, 10));
  });

  it('cannot move it onto another’s, hears why, and takes what is free instead with one press', async () => {
    const booking = mine();
    put(stage.api.world, { startsAt: hour(2, 12) });
    page = await stage.visit('/portal/#/bookings', mira);
    await card(/^Thames/)
      .getByRole('button', { name: 'Move' })
      .click();
    await dialog().getByLabel('From').selectOption({ label: '12:00' });
    await dialog().getByText('It is taken until 13:00.').waitFor();
    expect(
      await dialog()
        .getByRole('button', { name: /^Move to/ })
        .isDisabled(),
    ).toBe(true);
    await dialog()
      .getByRole('button', { name: /^Thames, .* 13:00–14:00$/ })
      .click();
    await dialog().getByRole('heading', { name: 'Moved' }).waitFor();
    expect(found(booking)?.startsAt).toBe(hour(2, 13));
  });

  it('drags it on the day’s grid, and is asked before it moves', async () => {
    const booking = mine({ startsAt: hour(1, 10), endsAt: hour(1, 12) });
    page = await stage.visit('/portal/', mira);
    await page.getByRole('button', { name: 'Next day' }).click();
    const bar = page.getByRole('button', { name: 'Review, 10:00–12:00' });
    const box = await bar.boundingBox();
    if (!box) throw new Error('the booking is not drawn');
    const hourPx = box.width / 2;
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.down();
    await page.mouse.move(middle.x + 3 * hourPx, middle.y + 56, { steps: 8 });
    await page.mouse.up();
    await dialog().getByText('It takes 2 h of included time.').waitFor();
    expect(found(booking)?.startsAt).toBe(hour(1, 10));
    await dialog().getByRole('button', { name: 'Move to 13:00–15:00' }).click();
    await dialog().getByRole('heading', { name: 'Moved' }).waitFor();
    expect(found(booking)).toMatchObject({
      startsAt: hour(1, 13),
      resourceId: idOf(stage.api.world, 'Severn'),
    });
  });

  it('draws a new one on the grid by dragging', async () => {
    page = await stage.visit('/portal/', mira);
    await page.getByRole('button', { name: 'Next day' }).click();
    const free = page.getByRole('button', { name: /^Book Severn, free 07:00/ });
    const box = await free.boundingBox();
    if (!box) throw new Error('nothing is free');
    const hourPx = box.width / 14;
    await page.mouse.move(box.x + 2 * hourPx + 4, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 4.5 * hourPx - 4, box.y + 20, { steps: 6 });
    await page.mouse.up();
    await dialog().getByRole('button', { name: 'Book 09:00–11:30' }).waitFor();
  });

  it('reads what comes back before cancelling, and that it came', async () => {
    const booking = mine();
    page = await stage.visit('/portal/#/bookings', mira);
    await card(/^Thames/)
      .getByRole('button', { name: 'Cancel' })
      .click();
    await dialog().getByText('All of it comes back: £12.00.').waitFor();
    expect(found(booking)?.state).toBe('confirmed');
    await dialog().getByRole('button', { name: 'Cancel the booking' }).click();
    await dialog().getByText('The time is free again. You got back £12.00.').waitFor();
    expect(found(booking)?.state).toBe('cancelled');
  });

  it('is told that half comes back when it is late', async () => {
    mine({ startsAt: addMs(floorTo(stage.api.world.now(), hourMs), 2 * hourMs) });
    page = await stage.visit('/portal/#/bookings', mira);
    await card(/^Thames/)
      .getByRole('button', { name: 'Cancel' })
      .click();
    await dialog()
      .getByText(/^You get back £6.00 of £12.00/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Keep it' }).click();
    await dialog().waitFor({ state: 'hidden' });
  });

  it('sees what changed when somebody was quicker, and nothing of theirs is done', async () => {
    const booking = mine();
    page = await stage.visit('/portal/#/bookings', mira);
    await card(/^Thames/)
      .getByRole('button', { name: 'Cancel' })
      .click();
    await dialog()
      .getByText(/comes back/)
      .waitFor();
    stage.api.world.calendar.patch(booking.id, { startsAt: hour(2, 15), endsAt: hour(2, 16) });
    await dialog().getByRole('button', { name: 'Cancel the booking' }).click();
    await dialog().getByRole('heading', { name: 'It was changed meanwhile' }).waitFor();
    await dialog()
      .getByText(/15:00–16:00 now; it was/)
      .waitFor();
    expect(found(booking)?.state).toBe('confirmed');
  });

  it('gives it to another member by e-mail, and hears when nobody has it', async () => {
    const booking = mine();
    page = await stage.visit(`/portal/#/bookings/${booking.id}`, mira);
    await page.getByRole('button', { name: 'Give away' }).click();
    await dialog().getByLabel('Their e-mail').fill('nobody@member.example');
    await dialog().getByRole('button', { name: 'Give it away' }).click();
    await dialog()
      .getByRole('alert')
      .getByText(/Nobody with this e-mail/)
      .waitFor();
    await dialog().getByLabel('Their e-mail').fill('theo@member.example');
    await dialog().getByRole('button', { name: 'Give it away' }).click();
    await dialog().getByRole('heading', { name: 'Given away' }).waitFor();
    expect(found(booking)?.by).toBe('Theo Adeyemi');
  });

  it('gives it another title and number of people, and reads its history', async () => {
    const booking = mine();
    page = await stage.visit(`/portal/#/bookings/${booking.id}`, mira);
    await page.getByRole('button', { name: 'Title and people' }).click();
    await dialog()
      .getByLabel(/^Title/)
      .fill('Design review');
    await dialog()
      .getByLabel(/^People/)
      .fill('5');
    await dialog().getByRole('button', { name: 'Keep' }).click();
    await dialog().getByRole('heading', { name: 'Changed' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Thames · Design review' }).waitFor();
    await page.getByText('Described anew by Mira Santos.').waitFor();
    await page.getByText('Booked by Mira Santos.').waitFor();
  });

  it('checks in, extends and ends what is running', async () => {
    const { world } = stage.api;
    const startsAt = floorTo(world.now(), 15 * minuteMs);
    const booking = mine({
      startsAt,
      endsAt: addMs(startsAt, 45 * minuteMs),
      resourceId: idOf(world, 'Severn'),
    });
    page = await stage.visit('/portal/#/bookings', mira);
    const running = card(/^Severn/);
    await running.getByText(/^Check in by \d\d:\d\d/).waitFor();
    await running.getByRole('button', { name: 'Check in' }).click();
    await running.getByText('Checked in').waitFor();
    await running.getByRole('button', { name: 'Extend' }).click();
    await dialog()
      .getByText(/It takes/)
      .waitFor();
    await dialog()
      .getByRole('button', { name: /^Move to/ })
      .click();
    await dialog().getByRole('heading', { name: 'Moved' }).waitFor();
    expect(found(booking)?.endsAt).toBe(addMs(startsAt, 60 * minuteMs));
    await page.keyboard.press('Escape');
    await running.getByRole('button', { name: 'End now' }).click();
    await running.getByText('Ended early').waitFor();
  });

  it('hears that a change waits for a site that is cut off, and takes it back', async () => {
    const [london] = stage.api.world.sites;
    if (!london) throw new Error('no site');
    london.link = { state: 'cut_off', heardAt: epochMs(stage.api.world.now()) };
    const booking = mine();
    page = await stage.visit(`/portal/#/bookings/${booking.id}`, mira);
    await page.getByRole('button', { name: 'Move' }).click();
    await dialog().getByLabel('From').selectOption({ label: '14:00' });
    await dialog()
      .getByText(/It takes/)
      .waitFor();
    await dialog()
      .getByRole('button', { name: /^Move to/ })
      .click();
    await dialog().getByRole('heading', { name: 'Not changed yet' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('London Bridge has not answered the change yet.').waitFor();
    await page.getByRole('button', { name: 'Take the change back' }).click();
    await page.getByRole('button', { name: 'Move' }).waitFor();
    expect(found(booking)?.startsAt).toBe(hour(2, 10));
    london.link = { state: 'live' };
  });

  it('reads what a requested one waits for', async () => {
    mine({ state: 'requested' });
    page = await stage.visit('/portal/#/bookings', mira);
    await card(/^Thames/)
      .getByText('Not confirmed yet')
      .waitFor();
    await card(/^Thames/)
      .getByText(/London Bridge has not answered yet/)
      .waitFor();
  });
});

describe('an offer from the wait-list', () => {
  const offered = () =>
    offer(stage.api.world, stage.api.mine, {
      resourceId: idOf(stage.api.world, 'Severn'),
      by: 'Mira Santos',
      inMin: 300,
      forMs: 10 * minuteMs,
    });

  it('counts down and becomes the member’s with one press', async () => {
    const kept = offered();
    page = await stage.visit('/portal/#/bookings', mira);
    await card(/^Severn/)
      .getByText(/^Kept for you until \d\d:\d\d, \d+ min \d\d s from now/)
      .waitFor();
    await card(/^Severn/)
      .getByRole('button', { name: 'Take it' })
      .click();
    await card(/^Severn/)
      .getByText('Booked')
      .waitFor();
    expect(found(kept)?.purpose).toBe('use');
  });

  it('is given back with one press', async () => {
    const kept = offered();
    page = await stage.visit('/portal/#/bookings', mira);
    await card(/^Severn/)
      .getByRole('button', { name: 'No, thank you' })
      .click();
    await card(/^Severn/)
      .getByText('Cancelled')
      .waitFor();
    expect(found(kept)?.state).toBe('cancelled');
  });
});
