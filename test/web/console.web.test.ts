import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { leave, logIn, Stage } from './browser.ts';

const dana = 'dana@harbour.example';
let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => leave(page));
afterAll(() => stage.close());

describe('the front desk at the console', () => {
  it('logs in, opens a door with one press, and reads that it opened', async () => {
    page = await stage.visit('/console/');
    await logIn(page, dana);
    const door = page.getByRole('article', { name: 'Front door' });
    await door.getByText('Locked').waitFor();
    await door.getByRole('button', { name: 'Open Front door' }).click();
    await door.getByText(/^Opened at \d\d:\d\d:\d\d\. It locks again by itself\.$/).waitFor();
    await page.getByRole('row', { name: /Dana Whitlock, console Let in Opened from the console/ }).waitFor();
  });

  it('is told what to do when a door does not open', async () => {
    page = await stage.visit('/console/', dana);
    const door = page.getByRole('article', { name: 'Thames' });
    await door.getByText(/Reader in \(rdm6300\): no answer on/).waitFor();
    await door.getByRole('button', { name: 'Open Thames' }).click();
    await door
      .getByRole('alert')
      .getByText(/Open it with the key/)
      .waitFor();
  });

  it('sees a refused tap at the top, with its reason, as it happens', async () => {
    page = await stage.visit('/console/', dana);
    await page.getByRole('row').nth(1).waitFor();
    const sentence = 'This card is not known here. Ask the front desk.';
    const { doors } = stage.api.world;
    doors?.happen(doors.front, { outcome: 'refused', presented: 'card 26 bits', sentence });
    await page.getByRole('row').nth(1).getByText(sentence).waitFor();
  });

  it('makes a code that pairs a tablet, and removing the panel sends the tablet back to pairing', async () => {
    page = await stage.visit('/console/#/panels', dana);
    await page.getByRole('button', { name: 'Make a pairing code' }).click();
    const code = await page.locator('.pin').textContent();

    const tablet = await stage.visit('/panel/');
    await tablet.clock.install();
    await tablet.reload();
    for (const digit of code ?? '') await tablet.getByRole('button', { name: digit, exact: true }).click();
    await tablet.locator('.sign').waitFor();

    await page.getByRole('button', { name: 'Remove Thames panel' }).click();
    await page.getByText('No panel yet').waitFor();
    await tablet.clock.runFor(6_000);
    await tablet.getByText('This panel was removed at the console. Pair it again.').waitFor();
    expect(await tablet.getByText('Pair this panel').count()).toBe(1);
    await leave(tablet);
  });

  it('reads what works while the site is cut off, and what troubles the box', async () => {
    const [london] = stage.api.world.sites;
    if (!london) throw new Error('no site');
    london.link = { state: 'cut_off', heardAt: stage.api.world.now() };
    stage.api.world.trouble = ['The disk is full. Free space now.'];
    page = await stage.visit('/console/', dana);
    await page.getByText(/^Cut off from the cloud since/).waitFor();
    await page.getByText(/^Works: doors, panels, cards and PINs/).waitFor();
    await page.getByText('17 facts wait for the cloud, oldest 20 min ago').waitFor();
    await page.getByText('The disk is full. Free space now.').waitFor();
    london.link = { state: 'live' };
    stage.api.world.trouble = [];
  });
});

describe('a director in the office', () => {
  it('sees every site with its state, and gets an enrolment code with its command', async () => {
    page = await stage.visit('/office/', dana);
    const site = page.getByRole('article', { name: 'London Bridge' });
    await site.getByText('Live', { exact: true }).waitFor();
    await site.getByText(/^Last heard/).waitFor();
    await site.getByRole('button', { name: 'Make an enrolment code' }).click();
    await site.getByText(/LINTEL_ENROLMENT_CODE=K7QF-2MZP-9XRD/).waitFor();
  });

  it('is a place for staff: a member is sent to the portal', async () => {
    page = await stage.visit('/office/', 'mira@member.example');
    await page.getByText('The office is for staff').waitFor();
  });
});
