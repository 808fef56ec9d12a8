import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seed, signIn, startTestCloud, type TestCloud } from '../../test/support/test-cloud.ts';
import { demoHolderId, demoOperatorId, demoResourceId, demoSiteId } from './seed.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
  await seed(cloud);
});
afterAll(async () => await cloud.stop());

const post = (path: string, body: string | ReadableStream) =>
  fetch(`${cloud.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: cloud.url },
    body,
    duplex: 'half',
  } as RequestInit);
const kindOf = async (answer: Response) => ((await answer.json()) as { kind: string }).kind;

describe('a body that is longer than any screen sends', () => {
  const long = JSON.stringify({ code: 'x'.repeat(100_000), email: 'x'.repeat(100_000) });

  test.each(['/api/bookings', '/api/auth/sign-in/email', '/site/enrol'])(
    'is turned away at %s, told or not how long it is',
    async (path) => {
      for (const body of [long, new Blob([long]).stream()]) {
        const answer = await post(path, body);
        expect([answer.status, await kindOf(answer)]).toEqual([413, 'too_long']);
      }
    },
  );

  test('is not even read from a box that is not known', async () => {
    const answer = await post(
      '/site/facts',
      `{"incarnation":"${randomUUID()}","facts":${'['.repeat(1_000_000)}`,
    );
    expect([answer.status, await kindOf(answer)]).toEqual([401, 'unproven']);
  });
});

test.each(['0001-01-01', '1969-12-31', '9999-12-31'])(
  'a day no calendar here holds (%s) is a wrong date',
  async (date) => {
    const dora = await signIn(cloud.url, 'dora@lintel.example');
    expect(await dora('GET', `/api/sites/${demoSiteId('london')}/day?date=${date}`)).toMatchObject({
      status: 400,
      body: { kind: 'bad_input', fields: [{ path: 'date' }] },
    });
  },
);

test('a week of the office that would end after the last instant is a wrong one', async () => {
  const dora = await signIn(cloud.url, 'dora@lintel.example');
  expect(await dora('GET', '/api/office/bookings?from=253402300799999')).toMatchObject({
    status: 400,
    body: { fields: [{ path: 'from' }] },
  });
});

test('a busy site that a role does not cover crowds out none that it does', async () => {
  const [busy, quiet] = [demoResourceId('melbourne', 'Yarra'), demoResourceId('london', 'Map room')];
  const insert = `INSERT INTO booking (operator_id, id, site_id, resource_id, holder_id, title, starts_at, ends_at, holds_from, holds_until, state, version, source, booked_at, calendar_uid)
    SELECT $1, id, $2, $3, $4, '', begins, ends, begins, ends, 'cancelled', 1, 'portal', now(), id
    FROM (SELECT gen_random_uuid() AS id, now() + n * interval '1 second' AS begins, now() + interval '3 hours' AS ends FROM generate_series($5::int, $6::int) n) made`;
  const holder = demoHolderId('dora@lintel.example');
  await cloud.cloud.pool.query(insert, [demoOperatorId, demoSiteId('melbourne'), busy, holder, 1, 2001]);
  await cloud.cloud.pool.query(insert, [demoOperatorId, demoSiteId('london'), quiet, holder, 3000, 3000]);
  const liam = await signIn(cloud.url, 'liam@lintel.example');
  const { body } = await liam('GET', '/api/office/bookings');
  expect((body as { bookings: { siteId: string }[] }).bookings.map(({ siteId }) => siteId)).toEqual([
    demoSiteId('london'),
  ]);
});
