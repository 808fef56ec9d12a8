import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { healthView } from '@lintel/core/health/wire.ts';
import { demoPassword, demoSiteId } from '../../cloud/src/seed.ts';
import { expectStatus, logIn } from '../demo/client.ts';
import { factsInCloud } from './cloud-facts.ts';
import { bookingOnDisk, factsOnDisk, metaOnDisk } from './facts.ts';
import { opens } from './first-half.ts';
import { agendaOf, cardOf, confirmed, mapRoom, officeEvent, type Scene } from './scene.ts';

const run = promisify(execFile);

/** 5. The cloud is killed: doors, panel and sensors go on; when it is back every fact is there once, in order. */
export async function cloudKilled(scene: Scene): Promise<void> {
  const { teller, stack, london, adaCards } = scene;
  teller.step('5. The cloud is killed');
  await stack.cloud.kill();
  teller.saw('SIGKILL to the cloud');
  await opens(scene, 'Front door', "Ada's card with the cloud gone", () =>
    london.devices.front.present(cardOf(adaCards, 40)),
  );
  const walkIn = await bookAtPanel(scene);
  await panelTellsItsAge(scene);
  await reportMotion(scene);
  const waiting = (await healthOf(scene)).link.outbox.waiting;
  teller.check(waiting > 0, `${waiting} facts wait at the box`);

  await stack.cloud.start(`${stack.cloudUrl}/health`);
  teller.saw('the cloud is started again');
  await teller.until(
    'the outbox is empty',
    async () => ((await healthOf(scene)).link.outbox.waiting === 0 ? true : undefined),
    30_000,
  );
  await sameFactsOnBothSides(scene);
  teller.check((await bookingsInOffice(scene)).includes(walkIn), 'the office shows the walk-in');
}

async function bookAtPanel({ teller, mapPanel, london }: Scene): Promise<string> {
  const answer = await mapPanel.post('/api/panel/bookings', { requestId: randomUUID(), lengthMin: 15 });
  const { booking } = confirmed.parse(expectStatus(answer, 201));
  teller.check(
    bookingOnDisk(london.dataDir, booking.id)?.state === 'confirmed',
    'a walk-in books the Map room at its panel for 15 minutes, on disk when it says so',
  );
  const again = await mapPanel.post('/api/panel/bookings', { requestId: randomUUID(), lengthMin: 15 });
  teller.check(again.status === 409, 'the next one is told that it is taken');
  return booking.id;
}

/** What the panel is told must be as old as it says, and the cut must show. */
async function panelTellsItsAge({ teller, mapPanel }: Scene): Promise<void> {
  const agenda = await teller.until(
    'the panel knows that the site is cut off',
    async () => {
      const shown = await agendaOf(mapPanel);
      return shown.link === 'cut_off' ? shown : undefined;
    },
    20_000,
  );
  const ageMs = Math.abs(Date.now() - agenda.at);
  teller.check(ageMs < 1_000, `what it shows is of now (${ageMs} ms), not of the cut: it comes from the box`);
  teller.check(
    agenda.bookings.some((booking) => booking.resourceId === mapRoom),
    'and shows the walk-in',
  );
}

async function reportMotion({ teller, london }: Scene): Promise<void> {
  const { topic, name, password } = london.devices.sensor;
  const to = ['-h', '127.0.0.1', '-p', String(london.mqttPort), '-q', '1', '-t', topic, '-m', 'ON'];
  await run('mosquitto_pub', [...to, '-u', name, '-P', password]);
  await teller.until(
    'mosquitto_pub reports motion, and the box notes the Reading room as occupied',
    async () =>
      factsOnDisk(london.dataDir).find(
        (fact) => fact.kind === 'occupied' && JSON.parse(fact.text).occupied === true,
      ),
  );
  const stranger = await run('mosquitto_pub', to).catch((error: { code?: number }) => error);
  teller.check(
    'code' in stranger && Number(stranger.code) > 0,
    'without its password the broker turns it away',
  );
}

async function sameFactsOnBothSides({ teller, london, stack }: Scene): Promise<void> {
  const here = factsOnDisk(london.dataDir).map(({ seq, id }) => `${seq} ${id}`);
  const there = (await factsInCloud(stack, demoSiteId('london'))).map(({ seq, id }) => `${seq} ${id}`);
  teller.check(
    here.length === there.length && here.every((fact, index) => fact === there[index]),
    `${there.length} facts at the cloud, each exactly once and in order, as on the box's disk`,
    { box: here.length, cloud: there.length },
  );
}

/** 6. The box is killed in the middle of taps: what was recorded is there, and the feed goes on from its cursor. */
export async function boxKilled(scene: Scene): Promise<void> {
  const { teller, london, stack, adaCards } = scene;
  teller.step('6. The box is killed in the middle of taps');
  const cursor = Number(metaOnDisk(london.dataDir, 'cursor'));
  const seen = await tapUntilKilled(scene);
  await london.program.start(`${london.url}/health`);
  const kept = new Set(factsOnDisk(london.dataDir).map((fact) => fact.id));
  teller.check(
    seen.every((id) => kept.has(id)),
    `SIGKILL after ${seen.length} recorded taps; after the start none is missing`,
  );
  const seqs = factsOnDisk(london.dataDir).map((fact) => fact.seq);
  teller.check(
    seqs.every((seq, index) => seq === index + 1),
    `the record has no gap: 1 to ${seqs.length}`,
  );

  await opens(scene, 'Front door', "Ada's card after the start", () =>
    london.devices.front.present(cardOf(adaCards, 40)),
  );
  const cleo = await logIn(stack.cloudUrl, 'cleo@lintel.example', demoPassword);
  const answer = await cleo.post('/api/bookings', farBooking());
  const { booking } = confirmed.parse(expectStatus(answer, 201));
  await teller.until('a booking past the horizon, written by the cloud, comes down the feed', async () =>
    bookingOnDisk(london.dataDir, booking.id),
  );
  const snapshots = readFileSync(london.program.logFile, 'utf8').split('applied a snapshot').length - 1;
  teller.check(
    Number(metaOnDisk(london.dataDir, 'cursor')) > cursor && snapshots === 1,
    `from cursor ${cursor} to ${metaOnDisk(london.dataDir, 'cursor')}, without a new snapshot`,
  );
  await teller.until(
    'the outbox is empty',
    async () => ((await healthOf(scene)).link.outbox.waiting === 0 ? true : undefined),
    20_000,
  );
  await sameFactsOnBothSides(scene);
  await teller.until('the office shows it all', () =>
    officeEvent(scene.office, 'Front door', Date.now() - 30_000),
  );
  teller.note(`cloud ${stack.cloudUrl}, box ${london.url}`);
}

/** Taps at two readers without pause, and kills the box at a moment nobody chose. The ids of every tap that was on disk before. */
async function tapUntilKilled({ london, benCards }: Scene): Promise<readonly string[]> {
  const stop = Date.now() + 1_500 + Math.random() * 1_500;
  let seen: readonly string[] = [];
  const cards = Array.from({ length: 200 }, (_, n) => `1f${(0xbad00000 + n).toString(16)}`);
  for (let n = 0; Date.now() < stop; n++) {
    await Promise.all([
      london.devices.front.present(cards[n % cards.length] ?? ''),
      london.devices.room.present(26, cardOf(benCards, 26)),
    ]);
    seen = factsOnDisk(london.dataDir).map((fact) => fact.id);
  }
  const last = london.devices.front.present('1f0badf00d');
  await london.program.kill();
  await last;
  return seen;
}

/** Two days ahead: past the horizon, in the cloud's own stretch of the calendar. */
function farBooking() {
  const startsAt = Math.ceil((Date.now() + 48 * 3_600_000) / 300_000) * 300_000;
  return {
    requestId: randomUUID(),
    resourceId: mapRoom,
    startsAt,
    endsAt: startsAt + 900_000,
    title: 'Planning',
  };
}

async function healthOf({ london }: Scene) {
  return healthView.parse(await (await fetch(`${london.url}/health`)).json());
}

async function bookingsInOffice({ office }: Scene): Promise<readonly string[]> {
  const from = Date.now() - 3_600_000;
  const answer = await office.get(
    `/api/office/bookings?from=${from}&to=${from + 4 * 3_600_000}&siteId=${demoSiteId('london')}`,
  );
  return (expectStatus(answer, 200) as { bookings: { id: string }[] }).bookings.map((booking) => booking.id);
}
