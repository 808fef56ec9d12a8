import type { Resource } from '@lintel/core/bookings/booking.ts';
import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import { localDate, localDay } from '@lintel/core/sites/local-time.ts';
import { dayView } from '@lintel/core/sites/wire.ts';
import type { ChangeBody, SiteInfo } from '@lintel/core/sync/wire.ts';
import { addMs, type EpochMs, epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { type Browser, chromium, type Page } from 'playwright-core';
import { buildWeb } from '../../scripts/build.ts';
import { type Client, expectStatus, pairPanel } from '../../scripts/demo/client.ts';
import { type House, openHouse } from '../box/house.ts';
import { horizonBody, siteBodies, staffLogin } from '../box/site.ts';
import { until } from '../box/until.ts';
import { FakeCloud } from '../fakes/cloud-feed.ts';
import { plan, resourceIdOf, room } from '../support/box-store.ts';
import { args, executablePath, type Visit } from './browser.ts';

/** A real box with its own screens, a cloud of one site before it, and Debian's Chromium. It is about ten in the morning there, whenever the test runs. */

const hoursFromUtc = Math.max(-11, Math.min(12, 10 - new Date().getUTCHours()));
/** POSIX zones have their sign the other way round. */
const timeZone = `Etc/GMT${hoursFromUtc > 0 ? '-' : '+'}${Math.abs(hoursFromUtc)}`;

export const places = {
  thames: resourceIdOf(1),
  severn: resourceIdOf(2),
  tyne: resourceIdOf(3),
  desk1: resourceIdOf(11),
  desk2: resourceIdOf(12),
  desk3: resourceIdOf(13),
} as const;

const planId = '00000000-0000-7000-8008-000000000001' as never;

function resourceOf(
  id: ResourceId,
  name: string,
  more: Partial<Omit<Resource, 'doorIds' | 'checkInDoorIds' | 'equipment'>> & { equipment?: string[] },
): ChangeBody {
  const steps = { stepMs: 15 * minuteMs, lengthMinMs: 15 * minuteMs, lengthMaxMs: 4 * hourMs };
  return {
    kind: 'resource',
    resource: { ...room(), id, name, doorIds: [], checkInDoorIds: [], ...steps, ...more },
  };
}

function rooms(): readonly ChangeBody[] {
  const equipment = ['screen'];
  const desk = { kind: 'desk', capacity: 1, lengthMaxMs: 12 * hourMs } as const;
  return [
    resourceOf(places.thames, 'Thames', { capacity: 8, equipment, pricePerHour: 2_000 }),
    resourceOf(places.severn, 'Severn', {
      capacity: 6,
      equipment,
      graceMs: 10 * minuteMs,
      pricePerHour: 1_500,
    }),
    resourceOf(places.tyne, 'Tyne', { capacity: 4, floor: '2' }),
    resourceOf(places.desk1, 'Desk 1', desk),
    resourceOf(places.desk2, 'Desk 2', desk),
    resourceOf(places.desk3, 'Desk 3', desk),
  ];
}

/** Open from 07:00 to 20:00 on every day. */
function days(): readonly ChangeBody[] {
  const at = epochMs(Date.now());
  return Array.from({ length: 10 }, (_, n) => {
    const date = localDate(timeZone, addMs(at, (n - 1) * 24 * hourMs));
    const day = localDay(timeZone, date);
    const open = [{ startsAt: addMs(day.startsAt, 7 * hourMs), endsAt: addMs(day.startsAt, 20 * hourMs) }];
    return { kind: 'day', day: { date, ...day, open, note: '' } };
  });
}

function bodies(panel: NonNullable<SiteInfo['panel']>): readonly ChangeBody[] {
  const known = siteBodies().filter(({ kind }) => !['resource', 'day', 'plan', 'site'].includes(kind));
  return [
    siteOf(panel),
    ...rooms(),
    {
      kind: 'plan',
      plan: plan({
        id: planId,
        advanceMs: 240 * hourMs,
        includedKinds: [],
        includedMs: 0,
        cancelFreeMs: 24 * hourMs,
        lateRefundPercent: 50,
      }),
    },
    ...days(),
    ...known,
  ];
}

function siteOf(panel: NonNullable<SiteInfo['panel']>): ChangeBody {
  const [body] = siteBodies();
  if (body?.kind !== 'site') throw new Error('the site comes first');
  return { kind: 'site', site: { ...body.site, name: 'London Bridge', timeZone, panel } };
}

export class ConsoleHouse {
  readonly cloud: FakeCloud;
  readonly house: House;
  readonly staff: Client;
  readonly #browser: Browser;

  private constructor(cloud: FakeCloud, house: House, staff: Client, browser: Browser) {
    this.cloud = cloud;
    this.house = house;
    this.staff = staff;
    this.#browser = browser;
  }

  static async open(): Promise<ConsoleHouse> {
    await buildWeb();
    const cloud = await FakeCloud.start([...bodies({ names: 'hidden', act: 'open' }), horizonBody()]);
    const house = await openHouse({ cloudUrl: cloud.url });
    await house.process.start();
    await until(house.health, ({ link }) => link.cursor >= 1);
    const staff = await house.logIn();
    const browser = await chromium.launch({ executablePath, args });
    return new ConsoleHouse(cloud, house, staff, browser);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.house.close();
    await this.cloud.stop();
  }

  async visit(path: string, visit: Visit & { readonly touch?: boolean } = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width: visit.width ?? 1280, height: visit.height ?? 800 },
      colorScheme: visit.scheme ?? 'light',
      timezoneId: timeZone,
      reducedMotion: 'reduce',
      hasTouch: visit.touch ?? false,
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    await page.goto(this.house.url + path);
    return page;
  }

  /** The console, logged in as the front desk. */
  async console(path = '#/today', visit: Visit & { readonly touch?: boolean } = {}): Promise<Page> {
    const page = await this.visit(`/console/${path}`, visit);
    await page.getByLabel('E-mail').fill(staffLogin.email);
    await page.getByLabel('Password', { exact: true }).fill(staffLogin.password);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Freya' }).first().waitFor();
    return page;
  }

  /** The panel of a place, paired already. */
  async panel(place: ResourceId, visit: Visit = {}): Promise<Page> {
    const client = await pairPanel(this.staff, place, 'By the door');
    const page = await this.visit('/panel/', { width: 1024, height: 600, ...visit });
    await page.evaluate((token) => localStorage.setItem('lintel.panel.token', token), tokenOf(client));
    await page.reload();
    await page.locator('.sign').waitFor();
    return page;
  }

  /** The site's rule for panels, as the office would set it, once it has come here. */
  async setPanels(names: 'hidden' | 'shown', act: 'open' | 'pin'): Promise<void> {
    const seq = this.cloud.change(siteOf({ names, act }));
    await until(this.house.health, ({ link }) => link.cursor === seq);
  }

  today() {
    return this.staff.read('/api/console/day', dayView);
  }

  /** The start of the step under way, so many minutes on. */
  step(minutes = 0): EpochMs {
    const stepMs = 15 * minuteMs;
    return epochMs(Math.floor(Date.now() / stepMs) * stepMs + minutes * minuteMs);
  }

  /** Books from the console, past the screen; `fromMin` counts from the step under way. */
  async book(
    resourceId: ResourceId,
    fromMin: number,
    lengthMin: number,
    more: object = {},
  ): Promise<BookingView> {
    const startsAt = this.step(fromMin);
    const wish = { requestId: crypto.randomUUID(), resourceId, startsAt, title: 'Call', ...more };
    const body = { ...wish, endsAt: startsAt + lengthMin * minuteMs };
    const answer = await this.staff.post('/api/console/bookings', body);
    return (expectStatus(answer, 201) as { booking: BookingView }).booking;
  }

  async change(id: string, version: number, change: object): Promise<BookingView> {
    const body = { requestId: crypto.randomUUID(), version, change };
    const answer = await this.staff.post(`/api/console/bookings/${id}/change`, body);
    return (expectStatus(answer, 200) as { booking: BookingView }).booking;
  }

  /** Takes back whatever is booked today and tomorrow, so that each test finds an empty day. */
  async clear(): Promise<void> {
    const { bookings, endsAt } = await this.today();
    const tomorrow = localDate(timeZone, addMs(endsAt, hourMs));
    const next = await this.staff.read(`/api/console/day?date=${tomorrow}`, dayView);
    for (const { id } of [...bookings, ...next.bookings])
      await this.staff.post(`/api/console/bookings/${id}/cancel`, { refundAll: true });
  }
}

function tokenOf(client: Client): string {
  return /=([^;]+)/.exec(client.cookie)?.[1] ?? '';
}
