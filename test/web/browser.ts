import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { buildWeb } from '../../scripts/build.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { password } from './fake-people.ts';

export const executablePath = '/usr/bin/chromium';
export const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Debian's Chromium, or what to do to have it. */
export async function launch(): Promise<Browser> {
  if (!existsSync(executablePath)) {
    throw new Error('Chromium is missing. Install it (apt-get install chromium) and run the tests again.');
  }
  return await chromium.launch({ executablePath, args });
}

export type Visit = {
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  readonly timeZone?: string;
};

/** The built screens, a fake cloud and box, and Debian's Chromium, for one test file. */
export class Stage {
  readonly api: FakeApi;
  readonly #browser: Browser;

  private constructor(api: FakeApi, browser: Browser) {
    this.api = api;
    this.#browser = browser;
  }

  static async open(): Promise<Stage> {
    await buildWeb();
    return new Stage(await startFakeApi(), await launch());
  }

  /** A fresh browser profile, as a person who was never here; logged in when an address is given. */
  async visit(path: string, email?: string, visit: Visit = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width: visit.width ?? 1280, height: visit.height ?? 800 },
      colorScheme: visit.scheme ?? 'light',
      timezoneId: visit.timeZone ?? 'Europe/London',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(10_000);
    if (email) await context.addCookies([{ name: 'fake_login', value: email, url: this.api.url }]);
    const page = await context.newPage();
    await page.goto(this.api.url + path);
    return page;
  }

  /** The panel of a room, paired already. */
  async panel(resourceId: string, visit: Visit = {}): Promise<Page> {
    const token = this.api.panels.pair(resourceId);
    const page = await this.visit('/panel/', undefined, { width: 1024, height: 600, ...visit });
    await page.evaluate(`localStorage.setItem('lintel.panel.token', '${token}')`);
    await page.clock.install();
    await page.reload();
    await page.locator('.sign').waitFor();
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.api.close();
  }
}

export async function leave(page: Page): Promise<void> {
  const context: BrowserContext = page.context();
  await context.close();
}

export async function logIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

/** Looks again and again until it is so: as long as a page takes on a busy machine. */
export function eventually<Value>(look: () => Promise<Value> | Value) {
  return expect.poll(look, { timeout: 10_000 });
}

const nameOfFocused =
  "document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''";

/** Presses Tab until what has the focus is called so, as someone without a mouse would. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    const called = String(await page.evaluate(nameOfFocused));
    if (name.test(called.trim())) return;
  }
  throw new Error(`nothing called ${name} can be reached with Tab`);
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
type Violation = {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
};

/** axe-core finds nothing serious or critical on the page as it stands. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await page.evaluate(axeSource);
  const violations: readonly Violation[] = await page.evaluate(
    'axe.run(document).then((found) => found.violations)',
  );
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${what}: ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
  expect(grave).toEqual([]);
}
