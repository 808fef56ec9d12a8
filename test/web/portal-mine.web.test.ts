import type { NoticeView } from '@lintel/core/notices/wire.ts';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, leave, Stage } from './browser.ts';
import { londonHour, put } from './stand.ts';

const mira = 'mira@member.example';
let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => leave(page));
afterAll(() => stage.close());

function tell(subject: string): NoticeView {
  const notice: NoticeView = {
    id: crypto.randomUUID(),
    kind: 'confirmation',
    madeAt: stage.api.world.now(),
    subject,
    text: 'Thames at London Bridge, 09:00 to 10:00 London time.',
    mail: { state: 'sent', sentence: 'Sent by mail.' },
  };
  stage.api.mine.notices.unshift(notice);
  stage.api.world.tell('bookings');
  return notice;
}

describe('a member who is told things', () => {
  it('sees at once how many notices are new, and reads them', async () => {
    page = await stage.visit('/portal/#/pass', mira);
    const tab = page.getByRole('link', { name: /^Notices/ });
    await tab.waitFor();
    tell('Booked: Thames');
    tell('Soon: Thames');
    await eventually(() => tab.textContent()).toBe('Notices2 new');
    await tab.click();
    const first = page.getByRole('article', { name: 'Soon: Thames' });
    await first.getByText('New').waitFor();
    await first.getByRole('button', { name: /^Mark/ }).click();
    await first.getByText('New').waitFor({ state: 'hidden' });
    await eventually(() => tab.textContent()).toBe('Notices1 new');
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await eventually(() => tab.textContent()).toBe('Notices');
  });
});

describe('a member’s calendar links', () => {
  it('are made with an address that is shown once, and ended', async () => {
    page = await stage.visit('/portal/#/calendars', mira);
    await page.getByText('No links yet').waitFor();
    await page.getByLabel('What it shows').selectOption({ label: 'Severn' });
    await page.getByRole('button', { name: 'Make a link' }).click();
    expect(await page.getByLabel('Address').inputValue()).toMatch(/\/calendars\/.+\.ics$/);
    await page.getByRole('button', { name: 'Copy' }).waitFor();
    await page.reload();
    const link = page.getByRole('article', { name: 'Severn' });
    await link.getByText(/No calendar program has asked/).waitFor();
    expect(await page.getByLabel('Address').count()).toBe(0);
    await link.getByRole('button', { name: 'End it: the link to Severn' }).click();
    await page.getByText('No links yet').waitFor();
  });
});

describe('a member’s month', () => {
  it('says what is left of it and what was charged above it', async () => {
    const { world } = stage.api;
    const charge = { includedMs: 90 * 60_000, creditCents: 0, amount: 1250 };
    put(world, { startsAt: londonHour(world, 2, 9), by: 'Mira Santos', charge });
    page = await stage.visit('/portal/#/allowance', mira);
    await page.getByText('2 h 30 min left of 4 h').waitFor();
    await page.getByText('7.5 credits left of 10 credits').waitFor();
    await page.getByText('Above it: £12.50.').waitFor();
  });
});
