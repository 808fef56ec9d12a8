import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPassword, demoResourceId } from '../../cloud/src/seed.ts';
import { buildWeb } from '../../scripts/build.ts';
import { expectStatus, logInAtConsole } from '../../scripts/demo/client.ts';
import { channels } from '../../scripts/demo/devices.ts';
import { type DemoBox, type Stack, startStack } from '../../scripts/demo/stack.ts';
import { cardOf } from '../../scripts/story/scene.ts';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const dataDir = mkdtempSync(join(tmpdir(), 'lintel-screens-'));
let stack: Stack;
let london: DemoBox;
let browser: Browser;

beforeAll(async () => {
  await buildWeb();
  stack = await startStack(dataDir, () => {});
  const [first] = stack.boxes;
  if (!first) throw new Error('the demo has no box');
  london = first;
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

/** A person at a browser of their own, logged in. Nothing on the page is ever reloaded after this. */
async function at(url: string, email: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    timezoneId: 'Europe/London',
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await page.goto(url);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(demoPassword);
  await page.keyboard.press('Enter');
  return page;
}

/** The panel by the Reading room, paired by a code from the console. */
async function panel(): Promise<Page> {
  const console = await logInAtConsole(london.url, 'fran@lintel.example', demoPassword);
  const wish = { resourceId: demoResourceId('london', 'Reading room'), name: 'by the Reading room' };
  const answer = await console.post('/api/console/panels/codes', wish);
  const { code } = expectStatus(answer, 201) as { code: string };
  const context = await browser.newContext({
    viewport: { width: 1024, height: 600 },
    timezoneId: 'Europe/London',
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await page.goto(`${london.url}/panel/`);
  await page.getByRole('button', { name: '1', exact: true }).waitFor();
  await page.keyboard.type(code);
  return page;
}

describe('the four screens of one house, each open and never reloaded', () => {
  test('a booking in the portal reaches the panel; a tap reaches console and office; a cut shows', {
    timeout: 150_000,
  }, async () => {
    const portal = await at(`${stack.cloudUrl}/portal/`, 'ada@lintel.example');
    const console = await at(`${london.url}/console/`, 'fran@lintel.example');
    const office = await at(`${stack.cloudUrl}/office/`, 'dora@lintel.example');
    const door = await panel();
    const word = door.getByRole('heading', { level: 1 });
    await expect.poll(() => word.textContent(), { timeout: 15_000 }).toBe('Free');
    await office.getByText('Doors', { exact: true }).first().click();
    await console.getByRole('article', { name: 'Front door' }).getByText('Locked').waitFor();

    await portal
      .getByRole('button', { name: /^Book Reading room, free/ })
      .first()
      .press('Enter');
    await portal
      .getByRole('dialog')
      .getByRole('button', { name: /^Book \d\d:\d\d/ })
      .click();
    await portal.getByRole('heading', { name: 'Booked', exact: true }).waitFor();
    await expect.poll(() => word.textContent(), { timeout: 5_000 }).not.toBe('Free');

    const ada = stack.members.find((member) => member.email === 'ada@lintel.example');
    if (!ada) throw new Error('the demo has no Ada');
    const opened = london.devices.board.until(channels['Front door'], true, 10_000);
    await london.devices.front.present(cardOf(ada, 40));
    await opened;
    await console
      .getByRole('row', { name: /Ada Byron/ })
      .first()
      .waitFor();
    await office
      .getByRole('row', { name: /Ada Byron/ })
      .first()
      .waitFor();

    await stack.cloud.kill();
    await console
      .getByText(/cut off/i)
      .first()
      .waitFor({ timeout: 30_000 });
    await expect.poll(() => word.textContent()).toMatch(/Taken|Starting soon/);
    await stack.cloud.start(`${stack.cloudUrl}/health`);
    await console.getByText('Linked to the cloud').waitFor({ timeout: 30_000 });
  });
});
