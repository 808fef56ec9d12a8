import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ShellView } from '../../kiosk/src/shell-view.ts';

const folders = (process.env.PATH ?? '').split(delimiter);
const executablePath = folders.map((folder) => join(folder, 'chromium')).find((file) => existsSync(file));
if (!executablePath)
  process.stderr.write('chromium is not on this machine: the offline page is not looked at\n');
const shell = pathToFileURL(fileURLToPath(new URL('../../kiosk/shell/index.html', import.meta.url))).href;

const view = (what: string): ShellView => ({
  title: 'Thames',
  sentence: 'This panel does not reach the box.',
  age: 'Last heard 5 minutes ago.',
  rows: [{ time: '09:00 – 10:00', what, now: true }],
});
const address = (shown: ShellView) => `${shell}#${encodeURIComponent(JSON.stringify(shown))}`;

describe.skipIf(!executablePath)('the offline page in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  test('draws what it is told, again when that changes, and never as markup', async () => {
    const page = await browser.newPage({ viewport: { width: 800, height: 480 } });
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(shell);
    expect(await page.textContent('#title')).toBe('Not connected');
    await page.goto(address(view('<img src=x onerror=alert(1)>')));
    expect(await page.textContent('#rows')).toContain('<img src=x');
    expect(await page.locator('img').count()).toBe(0);
    await page.goto(address({ ...view('Stand-up'), age: 'Last heard 6 minutes ago.' }));
    expect(await page.textContent('#age')).toBe('Last heard 6 minutes ago.');
    expect(await page.locator('li.now').textContent()).toBe('09:00 – 10:00Stand-up');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('fits a small screen with a full day', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 640 } });
    await page.goto(
      address(view('A title that is longer than any panel is wide, because people write such titles')),
    );
    const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(wide).toBeLessThanOrEqual(0);
    await page.close();
  });
});
