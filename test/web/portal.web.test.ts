import { addMs, epochMs, floorTo, hourMs, minuteMs } from '@lintel/core/time.ts';
import type { Page } from 'playwright-core';
import { create } from 'qrcode';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, leave, logIn, Stage, tabTo } from './browser.ts';
import { idOf, put } from './stand.ts';

const mira = 'mira@member.example';
let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => leave(page));
afterAll(() => stage.close());

/** Someone else books before the page hears of it. */
function bookBehindTheBack(name: string, startsAt: number): void {
  put(stage.api.world, { resourceId: idOf(stage.api.world, name), startsAt: epochMs(startsAt) });
}

describe('a member in the portal', () => {
  it('is told in words that the password is wrong, and gets in with the right one', async () => {
    page = await stage.visit('/portal/');
    await page.getByLabel('E-mail').fill(mira);
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.keyboard.press('Enter');
    await page
      .getByRole('alert')
      .getByText(/Invalid|do not belong together/)
      .waitFor();
    await logIn(page, mira);
    await page.getByRole('button', { name: 'Mira Santos' }).waitFor();
  });

  it('books a room for tomorrow with the keyboard alone', async () => {
    page = await stage.visit('/portal/', mira);
    await page.getByRole('button', { name: 'Next day' }).waitFor();
    await tabTo(page, /^Next day$/);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Book Thames, free 07:00/ }).waitFor();
    await tabTo(page, /^Book Thames, free 07:00–00:00$/);
    await page.keyboard.press('ArrowDown');
    await eventually(() => focused(page)).toBe('Book Severn, free 07:00–00:00');
    await page.keyboard.press('ArrowUp');
    await eventually(() => focused(page)).toBe('Book Thames, free 07:00–00:00');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('It takes 1 h of included time.').waitFor();
    await tabTo(page, /^Book 07:00–08:00$/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Booked', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByTitle('Your booking, 07:00–08:00').waitFor();
    const kept = stage.api.world.calendar.bookings.find(
      ({ resourceId }) => resourceId === idOf(stage.api.world, 'Thames'),
    );
    expect(kept).toMatchObject({ state: 'confirmed', by: 'Mira Santos' });
  });

  it('who is too late hears why, who helps, and books what is free instead with one press', async () => {
    page = await stage.visit('/portal/', mira);
    await page.getByRole('button', { name: 'Next day' }).click();
    await page.getByRole('button', { name: /^Book Severn, free 07:00/ }).press('Enter');
    const from = Number(await page.getByLabel('From').inputValue());
    bookBehindTheBack('Severn', from);
    await page.getByRole('button', { name: /^Book 07:00/ }).click();

    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Not booked' }).waitFor();
    await dialog.getByText('It is taken until 08:00.').waitFor();
    await dialog.getByText('Hanna at the front desk can help').waitFor();
    await dialog.getByRole('link', { name: 'help@harbour.example' }).waitFor();
    await dialog.getByRole('button', { name: /^Severn, .* 08:00–09:00$/ }).click();
    await dialog.getByRole('heading', { name: 'Booked', exact: true }).waitFor();
    await dialog.getByText(/^Severn, .*08:00–09:00\. It is yours\.$/).waitFor();
    expect(await page.getByText('Secret').count()).toBe(0);
  });

  it('sees another’s booking appear without loading the page again', async () => {
    page = await stage.visit('/portal/', mira);
    await page.getByRole('button', { name: 'Next day' }).click();
    const free = page.getByRole('button', { name: /^Book Window desk 1, free 07:00/ });
    await free.press('Enter');
    const from = Number(await page.getByLabel('From').inputValue());
    await page.keyboard.press('Escape');
    bookBehindTheBack('Window desk 1', from);
    stage.api.world.tell('bookings');
    await page.getByTitle('Taken, 07:00–08:00').waitFor();
  });

  it('reads a booking in Melbourne in Melbourne’s time', async () => {
    const { calendar, now } = stage.api.world;
    const startsAt = floorTo(addMs(now(), 24 * hourMs), hourMs);
    const span = { startsAt, endsAt: addMs(startsAt, hourMs) };
    calendar.book(
      { ...span, id: crypto.randomUUID(), resourceId: idOf(stage.api.world, 'Yarra'), title: '' },
      'staff',
      'Mira Santos',
    );
    page = await stage.visit('/portal/#/bookings', mira);
    const there = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Australia/Melbourne' });
    const card = page.getByRole('article', { name: /^Yarra/ });
    await card
      .getByText(`${there.format(span.startsAt)}–${there.format(span.endsAt)}, Melbourne time`)
      .waitFor();
  });

  it('is told *not confirmed yet* while the site is cut off, and sees the answer when it comes', async () => {
    const [london] = stage.api.world.sites;
    if (!london) throw new Error('no site');
    london.link = { state: 'cut_off', heardAt: addMs(stage.api.world.now(), -5 * minuteMs) };
    page = await stage.visit('/portal/', mira);
    await page.getByText(/London Bridge has no internet since/).waitFor();
    await page.getByRole('button', { name: 'Next day' }).click();
    await page.getByRole('button', { name: /^Book Booth 1, free 07:00/ }).press('Enter');
    await page.getByRole('button', { name: /^Book 07:00/ }).click();
    await page.getByRole('heading', { name: 'Not confirmed yet' }).waitFor();

    const asked = stage.api.world.calendar.bookings.find((booking) => booking.state === 'requested');
    stage.api.world.calendar.put(asked?.id ?? '', 'confirmed');
    stage.api.world.tell('bookings');
    await page.getByRole('heading', { name: 'Booked', exact: true }).waitFor();
    london.link = { state: 'live' };
  });

  it('reads the site’s own time, named, in another part of the world', async () => {
    page = await stage.visit('/portal/', mira, { timeZone: 'Asia/Tokyo' });
    await page.getByText(/All times are London time \((GMT|BST)\)/).waitFor();
    await page.getByRole('button', { name: 'Next day' }).click();
    await page.getByRole('button', { name: /^Book Window desk 2, free 07:00/ }).waitFor();
  });

  it('holds up a pass whose QR says exactly what the cloud signed, and a PIN only when asked', async () => {
    page = await stage.visit('/portal/#/pass', mira);
    await page.locator('svg.qr').waitFor();
    const answer = await page.request.get(`${stage.api.url}/api/me/pass`);
    const { passes, pin } = await answer.json();
    const { modules } = create(passes[0].text, { errorCorrectionLevel: 'M' });
    const drawn = await page.evaluate(readModules, modules.size + 8);
    const quiet = (index: number) => index < 4 || index >= modules.size + 4;
    const expected = drawn.map((row, y) =>
      row.map((_, x) => !quiet(x) && !quiet(y) && modules.get(y - 4, x - 4) === 1),
    );
    expect(drawn).toEqual(expected);

    expect(await page.getByText(pin).count()).toBe(0);
    await page.getByRole('button', { name: 'Show PIN' }).click();
    await page.getByText(pin).waitFor();
  });

  it('keeps the day on the screen with its age while there is no network, and goes on by itself', async () => {
    page = await stage.visit('/portal/', mira);
    await page.getByText('Severn').first().waitFor();
    await page.context().setOffline(true);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.getByText(/What you see was true at/).waitFor();
    expect(await page.getByText('Severn').count()).toBeGreaterThan(0);
    await page.context().setOffline(false);
    await page.getByText(/What you see was true at/).waitFor({ state: 'hidden' });
  });
});

function focused(page: Page): Promise<unknown> {
  return page.evaluate("document.activeElement?.getAttribute('aria-label')");
}

/** Draws the page's QR on a canvas and reads the middle of every module, as a camera would. */
async function readModules(size: number): Promise<boolean[][]> {
  const svg = document.querySelector('svg.qr')?.cloneNode(true);
  if (!(svg instanceof SVGElement)) throw new Error('no QR on the page');
  svg.setAttribute('width', String(size * 4));
  svg.setAttribute('height', String(size * 4));
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size * 4;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0);
  const isDark = (x: number, y: number) =>
    (context.getImageData(x * 4 + 2, y * 4 + 2, 1, 1).data[0] ?? 255) < 128;
  return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (__, x) => isDark(x, y)));
}
