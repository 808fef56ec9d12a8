import type { FeedLine } from '@lintel/core/sync/wire.ts';
import { addMs, epochMs, hourMs, quarterMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeBox } from '../../../test/support/fake-box.ts';
import { seed, signIn, startTestCloud, type TestCloud } from '../../../test/support/test-cloud.ts';
import { operatorScope } from '../database/operator.ts';
import { suspend } from '../members/suspend.ts';
import { demoHolderId, demoOperatorId, demoResourceId, demoSiteId } from '../seed.ts';
import { issueCode } from './enrol.ts';
import { advanceHorizon } from './horizon.ts';
import { pgLine } from './pg-line.ts';
import { horizonProver } from './prove-horizon.ts';
import { trimFeed } from './trim.ts';

let cloud: TestCloud;
const london = demoSiteId('london');

beforeAll(async () => {
  cloud = await startTestCloud();
  await seed(cloud);
});
afterAll(async () => await cloud.stop());

const withDemo = <T>(work: Parameters<ReturnType<typeof operatorScope>>[1]) =>
  operatorScope(cloud.cloud.pool)(demoOperatorId, work) as Promise<T>;

async function enrolled(): Promise<FakeBox> {
  const { code } = await withDemo<{ code: string }>((tx) =>
    issueCode(tx, london, undefined, epochMs(Date.now())),
  );
  const box = new FakeBox(cloud.url);
  expect((await box.enrol(code)).status).toBe(201);
  return box;
}

const isA =
  <Type extends FeedLine['type']>(type: Type) =>
  (line: FeedLine): line is Extract<FeedLine, { type: Type }> =>
    line.type === type;

describe('the feed of a site', () => {
  test('gives a new box a hello, then everything it needs, the horizon last', async () => {
    const box = await enrolled();
    const feed = await box.follow();
    const hello = await feed.next(isA('hello'));
    expect(hello.epoch).toBe(box.epoch);
    const end = await feed.next(isA('snapshot_end'));
    const start = await feed.next(isA('snapshot'));
    const rows = feed.lines.filter(isA('row'));
    expect(start).toMatchObject({ seq: end.seq, rows: rows.length, generation: hello.generation });
    const kinds = rows.map((row) => row.body.kind);
    expect(kinds[0]).toBe('site');
    expect(kinds.at(-1)).toBe('horizon');
    expect(new Set(kinds)).toEqual(
      new Set([
        'site',
        'door',
        'resource',
        'plan',
        'day',
        'balance',
        'holder',
        'credential',
        'grant',
        'horizon',
      ]),
    );
    expect(kinds.filter((kind) => kind === 'door')).toHaveLength(7);
    await feed.close();
  });

  test('tells of a change within 100 ms, and a box that comes back gets only what it missed', async () => {
    const box = await enrolled();
    const feed = await box.follow();
    const { seq } = await feed.next(isA('snapshot_end'));
    const hello = await feed.next(isA('hello'));
    const fran = demoHolderId('fran@lintel.example');
    const startedAt = performance.now();
    await withDemo((tx) => suspend(tx, fran, 'left', epochMs(Date.now()), cloud.keys));
    const change = await feed.next((line) => line.type === 'change' && line.body.kind === 'holder');
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(change).toMatchObject({ body: { holder: { id: fran, suspended: true } } });
    await feed.close();

    await withDemo((tx) => suspend(tx, fran, undefined, epochMs(Date.now()), cloud.keys));
    const again = await box.follow({ generation: hello.generation, cursor: seq });
    const missed = await again.next((line) => line.type === 'change' && line.seq > seq + 1);
    expect(missed).toMatchObject({ body: { kind: expect.any(String) } });
    expect(again.lines.some(isA('snapshot'))).toBe(false);
    const seqs = again.lines.filter(isA('change')).map((line) => line.seq);
    expect(seqs).toEqual(seqs.map((_, index) => seq + 1 + index));
    await again.close();
  });

  test('gives a whole snapshot to a cursor that is too old, ahead, or of another history', async () => {
    const box = await enrolled();
    const feed = await box.follow();
    const { seq } = await feed.next(isA('snapshot_end'));
    const { generation } = await feed.next(isA('hello'));
    await feed.close();
    await withDemo((tx) => trimFeed(tx, london, addMs(epochMs(Date.now()), hourMs)));
    const wrong = [
      { generation, cursor: 1 },
      { generation, cursor: seq + 1000 },
      { generation: 'another', cursor: seq },
    ];
    for (const from of wrong) {
      const stream = await box.follow(from);
      expect((await stream.next(isA('snapshot_end'))).seq).toBeGreaterThanOrEqual(seq);
      await stream.close();
    }
  });

  test('is one stream: a second connection ends the first', async () => {
    const box = await enrolled();
    const first = await box.follow();
    await first.next(isA('snapshot_end'));
    const second = await box.follow();
    await second.next(isA('snapshot_end'));
    await first.untilEnd();
    expect(second.ended).toBe(false);
    await second.close();
  });

  test('carries a horizon on the quarter-hour that moves forward and never back, with a proof', async () => {
    const box = await enrolled();
    const feed = await box.follow();
    await feed.next(isA('snapshot_end'));
    const at = epochMs(Date.now());
    const move = (later: number) =>
      withDemo<boolean>((tx) =>
        advanceHorizon(pgLine(tx), london, addMs(at, later), 36, horizonProver(cloud.keys)),
      );
    expect(await move(2 * quarterMs)).toBe(true);
    expect(await move(quarterMs)).toBe(false);
    expect(await move(0)).toBe(false);
    const change = await feed.next((line) => line.type === 'change' && line.body.kind === 'horizon');
    const body = change.type === 'change' ? change.body : undefined;
    expect(Number(body?.horizonAt) % quarterMs).toBe(0);
    expect(String(body?.proof).split('.')).toHaveLength(3);
    await feed.close();
  });

  test('brings a booking the cloud made beyond the horizon', async () => {
    const box = await enrolled();
    const feed = await box.follow();
    await feed.next(isA('snapshot_end'));
    const cleo = await signIn(cloud.url, 'cleo@lintel.example');
    const startsAt = Math.ceil((Date.now() + 60 * hourMs) / quarterMs) * quarterMs;
    const requestId = crypto.randomUUID();
    const wish = {
      requestId,
      resourceId: demoResourceId('london', 'Map room'),
      startsAt,
      endsAt: startsAt + hourMs,
      title: 'Planning',
    };
    expect((await cleo('POST', '/api/bookings', wish)).status).toBe(201);
    const change = await feed.next((line) => line.type === 'change' && line.body.kind === 'booking');
    expect(change).toMatchObject({ body: { booking: { id: requestId, state: 'confirmed', version: 1 } } });
    await feed.close();
  });
});
