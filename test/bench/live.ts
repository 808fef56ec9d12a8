import { randomUUID } from 'node:crypto';
import { demoPassword } from '@lintel/cloud/seed.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import { localDate } from '@lintel/core/sites/local-time.ts';
import { addMs, ceilTo, epochMs, hourMs, quarterMs } from '@lintel/core/time.ts';
import type { Page } from 'playwright-core';
import { buildWeb } from '../../scripts/build.ts';
import { type Client, expectStatus, logIn } from '../../scripts/demo/client.ts';
import { addRooms } from '../support/rooms.ts';
import { launch } from '../web/browser.ts';
import { startBenchCloud } from './cloud-process.ts';
import { below, type Figure, percentile, told } from './figure.ts';

const bookings = 100;
const rooms = 10;
const timeZone = 'Europe/London';

/** From the answer that a booking is confirmed to its bar on another member's open portal, in a real browser that is never reloaded. */
export async function live(): Promise<readonly Figure[]> {
  await buildWeb();
  const cloud = await startBenchCloud();
  const browser = await launch();
  try {
    const resourceIds = await addRooms(cloud, rooms);
    const staff = await logIn(cloud.url, 'dora@lintel.example', demoPassword);
    const begin = addMs(ceilTo(epochMs(Date.now()), 24 * hourMs), 96 * hourMs);
    const page = await browser.newPage({ viewport: { width: 1400, height: 2000 } });
    await openDay(page, `${cloud.url}/portal/`, `${cloud.siteId}/${localDate(timeZone, begin)}`);
    const took: number[] = [];
    for (let n = 0; n < bookings; n++) {
      const startsAt = begin + 6 * hourMs + Math.floor(n / rooms) * 2 * quarterMs;
      const wish = {
        resourceId: resourceIds[n % rooms] as ResourceId,
        startsAt,
        endsAt: startsAt + quarterMs,
      };
      const bars = await page.locator('.bar').count();
      const confirmedAt = await book(staff, wish);
      took.push((await untilMoreBars(page, bars)) - confirmedAt);
    }
    return [
      told({ name: 'confirmed to drawn, p50', unit: 'ms', value: percentile(took, 0.5) }),
      below({ name: 'confirmed to drawn, p99', unit: 'ms', value: percentile(took, 0.99) }, 1000),
    ];
  } finally {
    await browser.close();
    await cloud.stop();
  }
}

async function openDay(page: Page, portal: string, day: string): Promise<void> {
  await page.goto(portal);
  await page.getByLabel('E-mail').fill('ada@lintel.example');
  await page.getByLabel('Password', { exact: true }).fill(demoPassword);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByText('Ada Byron').first().waitFor();
  await page.goto(`${portal}#/day/${day}`);
  await page.getByText(`Bench room ${rooms}`).waitFor();
}

async function book(staff: Client, wish: object): Promise<number> {
  expectStatus(await staff.post('/api/bookings', { requestId: randomUUID(), title: 'Live', ...wish }), 201);
  return Date.now();
}

/** When the page drew one more than these, by the clock both share. */
async function untilMoreBars(page: Page, bars: number): Promise<number> {
  const drawn = await page.waitForFunction(
    `document.querySelectorAll('.bar').length > ${bars} && Date.now()`,
    undefined,
    { polling: 'raf', timeout: 10_000 },
  );
  return Number(await drawn.jsonValue());
}
