import { demoPassword, demoResourceId, demoSiteId } from '@lintel/cloud/seed.ts';
import type { Browser, Page } from 'playwright-core';
import { buildWeb } from '../../scripts/build.ts';
import { FakeBox } from '../support/fake-box.ts';
import { type Person, seed, signIn, startTestCloud, type TestCloud } from '../support/test-cloud.ts';
import { launch, type Visit } from './browser.ts';

export const london = demoSiteId('london');
const mapRoom = demoResourceId('london', 'Map room');
/** Director of all sites; manager of London; front desk of London. */
export const [dora, liam, fran] = ['dora@lintel.example', 'liam@lintel.example', 'fran@lintel.example'];
const dayMs = 86_400_000;

/** The real cloud on a real database with its demo sites, London's box reduced to the wire, and a browser at the office. */
export class OfficeHouse {
  readonly cloud: TestCloud;
  readonly member: Person;
  readonly director: Person;
  readonly #browser: Browser;
  readonly #logins = new Map<string, Awaited<ReturnType<typeof cookiesOf>>>();

  private constructor(cloud: TestCloud, browser: Browser, people: readonly [Person, Person]) {
    this.cloud = cloud;
    this.#browser = browser;
    [this.member, this.director] = people;
  }

  static async open(): Promise<OfficeHouse> {
    await buildWeb();
    const cloud = await startTestCloud();
    await seed(cloud);
    const people = [await signIn(cloud.url, 'dev@lintel.example'), await signIn(cloud.url, dora)] as const;
    return new OfficeHouse(cloud, await launch(), people);
  }

  /** Binds a new box to London, which then tells that it started. */
  async enrolBox(): Promise<FakeBox> {
    const { body } = await this.director('POST', `/api/office/sites/${london}/enrolment-codes`, {});
    const box = new FakeBox(this.cloud.url);
    await box.enrol((body as { code: string }).code);
    const told = await box.report({ kind: 'box_started', version: '0.1.0', bootId: 'first' });
    if (told.status !== 200) throw new Error(`the fact was answered ${told.status}`);
    return box;
  }

  /** Dev looks for a room nobody has, and is refused one that is too small. */
  async wantInVain(): Promise<void> {
    const from = Math.floor(Date.now() / dayMs) * dayMs + 5 * dayMs + 14 * 3_600_000;
    const span = { startsAt: from, endsAt: from + 7_200_000 };
    const query = `from=${span.startsAt}&to=${span.endsAt}&siteId=${london}&kind=room&people=400`;
    const searched = await this.member('GET', `/api/search?${query}`);
    const wish = { requestId: crypto.randomUUID(), resourceId: mapRoom, title: '', people: 90, ...span };
    const booked = await this.member('POST', '/api/bookings', wish);
    if (searched.status !== 200 || booked.status !== 409)
      throw new Error(`searching answered ${searched.status}, booking ${booked.status}`);
  }

  /** Dev books the Map room in five days at 10 UTC. */
  async book(): Promise<void> {
    const startsAt = Math.floor(Date.now() / dayMs) * dayMs + 5 * dayMs + 10 * 3_600_000;
    const wish = { resourceId: mapRoom, title: 'Planning', startsAt, endsAt: startsAt + 3_600_000 };
    const booked = await this.member('POST', '/api/bookings', { requestId: crypto.randomUUID(), ...wish });
    if (booked.status !== 201) throw new Error(`booking answered ${booked.status}`);
  }

  /** A fresh browser profile, logged in as this member of staff. */
  async visit(path: string, email: string, visit: Visit = {}): Promise<Page> {
    const cookies = this.#logins.get(email) ?? (await cookiesOf(this.cloud.url, email));
    this.#logins.set(email, cookies);
    const context = await this.#browser.newContext({
      viewport: { width: visit.width ?? 1280, height: visit.height ?? 860 },
      colorScheme: visit.scheme ?? 'light',
      timezoneId: visit.timeZone ?? 'Europe/London',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(10_000);
    await context.addCookies([...cookies]);
    const page = await context.newPage();
    await page.goto(`${this.cloud.url}/office/${path}`);
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.cloud.stop();
  }
}

async function cookiesOf(url: string, email: string) {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password: demoPassword }),
  });
  if (!answer.ok) throw new Error(`signing in answered ${answer.status}`);
  return answer.headers.getSetCookie().map((one) => {
    const [pair = ''] = one.split(';');
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  });
}
