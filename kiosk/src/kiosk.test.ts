import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agendaView } from '@lintel/core/panels/wire.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCachedAgenda, pollAgenda } from './agenda-cache.ts';
import { readSettings } from './settings.ts';
import { ageSentence, shellView } from './shell-view.ts';
import { mayGo } from './walls.ts';

const hourMs = 3_600_000;
const day = Date.UTC(2026, 2, 2);
const uuid = (last: string) => `0197a000-0000-7000-8000-${last.padStart(12, '0')}`;
const booking = (last: string, startsAt: number, title: string) => ({
  id: uuid(last),
  resourceId: uuid('2'),
  resourceName: 'Thames',
  title,
  startsAt,
  endsAt: startsAt + hourMs,
  state: 'confirmed',
  source: 'portal',
  mine: false,
  purpose: 'use',
  people: 0,
  version: 1,
});
const agenda = agendaView.parse({
  at: day + 9 * hourMs,
  site: { id: uuid('1'), name: 'London', timeZone: 'Europe/London', currency: 'GBP' },
  help: { name: 'Ada', email: 'ada@example.org', phone: '020 7946 0000' },
  resource: {
    id: uuid('2'),
    name: 'Thames',
    kind: 'room',
    capacity: 8,
    stepMin: 15,
    lengthMinMin: 15,
    lengthMaxMin: 240,
  },
  bookings: [booking('3', day + 9 * hourMs, 'Stand-up'), booking('4', day + 11 * hourMs, '')],
  dayStartsAt: day,
  dayEndsAt: day + 24 * hourMs,
  freeMin: 0,
  link: 'live',
  horizonAt: day + 36 * hourMs,
});

describe('the settings', () => {
  const read = (value: unknown) => readSettings(JSON.stringify(value), '/etc/kiosk.json');

  test('give the panel of one box', () => {
    expect(read({ boxUrl: 'http://192.168.1.10:8090' })).toEqual({
      boxOrigin: 'http://192.168.1.10:8090',
      panelUrl: 'http://192.168.1.10:8090/panel/',
      agendaUrl: 'http://192.168.1.10:8090/api/panel/agenda',
      window: false,
    });
  });

  test.each([
    [{}, 'boxUrl'],
    [{ boxUrl: '192.168.1.10' }, 'the box’s address'],
    [{ boxUrl: 'file:///etc/passwd' }, 'the box’s address'],
    [{ boxUrl: 'http://box/panel/' }, 'alone'],
    [{ boxUrl: 'http://a:b@box' }, 'alone'],
    [{ boxUrl: 'http://box', kiosk: true }, 'kiosk'],
  ])('%o are refused with the file and the field', (value, words) => {
    expect(() => read(value)).toThrow(words);
    expect(() => read(value)).toThrow('/etc/kiosk.json');
  });

  test('that are no JSON are refused with an example', () => {
    expect(() => readSettings('boxUrl=x', 'f')).toThrow('{"boxUrl"');
  });
});

test.each([
  ['http://box:8090/panel/', true],
  ['http://box:8090/panel/?x=1#y', true],
  ['http://box:8090/console/', false],
  ['http://box:8090/panels', false],
  ['http://box:8090/panel/../console/', false],
  ['http://box:8091/panel/', false],
  ['https://box:8090/panel/', false],
  ['http://box:8090@evil.example/panel/', false],
  ['file:///etc/passwd', false],
  ['javascript:alert(1)', false],
  ['nonsense', false],
])('the panel may go to %s: %s', (address, allowed) =>
  expect(mayGo(address, 'http://box:8090')).toBe(allowed),
);

describe('the last agenda', () => {
  let folder: string;
  let file: string;
  let status: number;
  let body: string;
  const server = createServer((_request, answer) => answer.writeHead(status).end(body));
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kiosk-'));
    file = join(folder, 'agenda.json');
    [status, body] = [200, JSON.stringify(agenda)];
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await new Promise((resolve) => server.close(resolve));
  });
  const poll = (now = day) =>
    pollAgenda(
      file,
      () => fetch(address()),
      () => now,
    );

  test('is kept with when it was heard', async () => {
    expect(await poll(day + 5)).toBe('box_answers');
    expect(findCachedAgenda(file)).toEqual({ heardAt: day + 5, agenda });
  });

  test('stays as it was when the box fails, or another server answers in its place', async () => {
    await poll();
    const before = readFileSync(file, 'utf8');
    [status, body] = [503, '{}'];
    expect(await poll(day + 1)).toBe('box_silent');
    [status, body] = [200, '<html>Log in to this Wi-Fi</html>'];
    expect(await poll(day + 2)).toBe('box_silent');
    expect(
      await pollAgenda(
        file,
        () => fetch('http://127.0.0.1:1/'),
        () => day,
      ),
    ).toBe('box_silent');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('is left to the panel’s page while the panel is not paired', async () => {
    [status, body] = [401, '{}'];
    expect(await poll()).toBe('box_answers');
    expect(findCachedAgenda(file)).toBeUndefined();
  });

  test('is as good as absent when its file is damaged', () => {
    writeFileSync(file, '{"heardAt": 1');
    expect(findCachedAgenda(file)).toBeUndefined();
  });
});

describe('the offline page', () => {
  const at = (now: number) => shellView({ heardAt: day + 9 * hourMs, agenda }, now);

  test('shows what was heard, how long ago, and who can help, and never says free', () => {
    const view = at(day + 9.5 * hourMs);
    expect(view.title).toBe('Thames');
    expect(view.age).toBe('Last heard 30 minutes ago.');
    expect(view.sentence).toContain('Ada, 020 7946 0000');
    expect(view.rows).toEqual([
      { time: '09:00 – 10:00', what: 'Stand-up', now: true },
      { time: '11:00 – 12:00', what: 'Booked', now: false },
    ]);
    expect(JSON.stringify(view)).not.toMatch(/free/i);
  });

  test('leaves out what has ended, and everything after that day', () => {
    expect(at(day + 10.5 * hourMs).rows.map((row) => row.what)).toEqual(['Booked']);
    expect(at(day + 25 * hourMs)).toMatchObject({ rows: [], age: 'Last heard 16 hours ago.' });
  });

  test('with a clock that went back gives no age and no bookings', () => {
    expect(at(day)).toMatchObject({ rows: [], age: 'It is not known how old this is.' });
  });

  test('without anything heard says whom to ask', () => {
    expect(shellView(undefined, day)).toMatchObject({
      rows: [],
      age: '',
      sentence: expect.stringContaining('front desk'),
    });
  });

  test.each([
    [59_999, 'less than a minute'],
    [60_000, '1 minute '],
    [119 * 60_000, '119 minutes'],
    [120 * 60_000, '2 hours'],
    [48 * hourMs, '2 days'],
  ])('after %i ms it was heard %s ago', (ageMs, words) => expect(ageSentence(ageMs)).toContain(words));
});
