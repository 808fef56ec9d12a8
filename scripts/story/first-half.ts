import { randomUUID } from 'node:crypto';
import { bookingRefused } from '@lintel/core/bookings/wire.ts';
import { z } from 'zod';
import { type Client, expectStatus } from '../demo/client.ts';
import { channels, type DemoDoor } from '../demo/devices.ts';
import { bookingOnDisk, factsOnDisk } from './facts.ts';
import {
  agendaOf,
  boothA,
  cardOf,
  clock,
  confirmed,
  consoleEvent,
  officeEvent,
  readingRoom,
  type Scene,
} from './scene.ts';

const fiveMinMs = 5 * 60_000;

/** 1. A member books the Reading room for the next quarter of an hour; another is refused with help and alternatives. */
export async function bookAndBeRefused({
  teller,
  ada,
  ben,
}: Scene): Promise<{ readonly bookingId: string; readonly sentMs: number }> {
  teller.step(
    '1. Ada books the Reading room in London for the next quarter-hour; Ben asks for the same slot',
  );
  const startsAt = Math.ceil(Date.now() / fiveMinMs) * fiveMinMs;
  const slot = { resourceId: readingRoom, startsAt, endsAt: startsAt + 3 * fiveMinMs };
  const sentMs = performance.now();
  const answer = await ada.post('/api/bookings', {
    requestId: randomUUID(),
    ...slot,
    title: 'Reading group',
  });
  const { booking } = confirmed.parse(expectStatus(answer, 201));
  teller.saw(
    `confirmed by the site ${Math.round(performance.now() - sentMs)} ms after the click: ${clock(booking.startsAt)} to ${clock(booking.endsAt)} UTC`,
  );

  const refused = bookingRefused.parse(
    expectStatus(await ben.post('/api/bookings', { requestId: randomUUID(), ...slot, title: '' }), 409),
  );
  teller.check(
    refused.reasons.some((reason) => reason.kind === 'taken'),
    `Ben is told: "${refused.reasons.map((r) => r.sentence).join(' ')}"`,
  );
  teller.check(
    refused.alternatives.length > 0,
    `what is free instead: ${refused.alternatives.map((a) => `${a.resourceName} ${clock(a.startsAt)}`).join(', ')}`,
  );
  teller.check(
    refused.help.phone.length > 0,
    `who can help: ${refused.help.name}, ${refused.help.email}, ${refused.help.phone}`,
  );
  return { bookingId: booking.id, sentMs };
}

/** 2. The box holds it on disk and the panel shows it, within a second of the click. */
export async function boxAndPanelHaveIt(
  scene: Scene,
  { bookingId, sentMs }: { readonly bookingId: string; readonly sentMs: number },
): Promise<void> {
  const { teller, london, readingPanel } = scene;
  teller.step('2. The box has it, and the panel by the door shows it');
  await teller.until(
    "the booking is on the box's disk",
    async () => bookingOnDisk(london.dataDir, bookingId),
    1_000,
  );
  const agenda = await teller.until(
    'the panel shows it',
    async () => {
      const shown = await agendaOf(readingPanel);
      return shown.bookings.some((booking) => booking.id === bookingId) ? shown : undefined;
    },
    1_000,
  );
  teller.note(
    `${Math.round(performance.now() - sentMs)} ms from Ada's click to here, with Ben's refusal in between`,
  );
  const own = agenda.bookings.find((booking) => booking.id === bookingId);
  teller.check(
    own?.title === '' && own.holderName === undefined,
    'with a stranger in front of it the panel names nobody',
  );
}

/** 3. Real bytes on a serial line open the door; on disk before the relay moves; in the office a moment later. */
export async function presentedAndOpened(scene: Scene): Promise<void> {
  const { teller, london, adaCards, ada, office } = scene;
  const { front, frontQr, room } = london.devices;
  teller.step('3. Ada presents her card, her PIN and her pass');
  const fob = cardOf(adaCards, 40);
  await opens(scene, 'Front door', `an RDM6300 frame with tag ${fob}`, () => front.present(fob));
  const card = cardOf(adaCards, 26);
  await opens(scene, 'Reading room', `a 26-bit H10301 read, ${card}`, () => room.present(26, card));
  await opens(scene, 'Reading room', 'her PIN at the keypad', () => room.type(adaCards.pin));
  const pass = await passOf(ada, london.site.name);
  await opens(
    scene,
    'Front door',
    `her pass, ${pass.length} characters of QR, verified by the box alone`,
    () => frontQr.show(pass),
  );
  await teller.until('the office shows the last opening', () =>
    officeEvent(office, 'Front door', Date.now() - 5_000),
  );
}

/** 4. A stranger and a member without a booking are refused in words; Ada too, from the second her booking ends. */
export async function refusedInWords(scene: Scene): Promise<void> {
  const { teller, london, benCards, adaCards } = scene;
  const { front, room, booth } = london.devices;
  teller.step('4. Who is refused, and what they are told');
  await refusedAt(scene, 'Front door', "a stranger's card", () => front.present('1f0badc0de'));
  await refusedAt(scene, 'Reading room', "Ben's card, who has no booking here", () =>
    room.present(26, cardOf(benCards, 26)),
  );

  const endsAt = await bookBooth(scene);
  const fob = cardOf(adaCards, 40);
  await opens(scene, 'Booth A', `Ada's card, her booth being hers until ${clock(endsAt)}`, () =>
    booth.present(fob),
  );
  const waitMs = endsAt - Date.now();
  teller.note(`waiting ${Math.ceil(waitMs / 1_000)} s for the booking to end by the clock`);
  await new Promise((resolve) => setTimeout(resolve, waitMs - 1_500));
  await opens(scene, 'Booth A', "Ada's card in its last two seconds", () => booth.present(fob));
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, endsAt - Date.now() + 50)));
  const refusal = await refusedAt(scene, 'Booth A', 'the same card once it has ended', () =>
    booth.present(fob),
  );
  teller.check(refusal.at - endsAt < 5_000, `asked ${refusal.at - endsAt} ms after the end`);
}

/** Books the booth by the minute: from the minute under way to one that ends soon, yet not before the story gets there. */
async function bookBooth({ ada, teller }: Scene): Promise<number> {
  const minuteMs = 60_000;
  const startsAt = Math.floor(Date.now() / minuteMs) * minuteMs;
  const endsAt = Math.ceil((Date.now() + 12_000) / minuteMs) * minuteMs;
  const answer = await ada.post('/api/bookings', {
    requestId: randomUUID(),
    resourceId: boothA,
    startsAt,
    endsAt,
    title: '',
  });
  const { booking } = confirmed.parse(expectStatus(answer, 201));
  teller.saw(`Ada books Booth A, by the minute, until ${clock(booking.endsAt)}`);
  return booking.endsAt;
}

/** Presents something that must open the door: the relay moves, and when it moves the event is on disk. */
export async function opens(
  { teller, london, console }: Scene,
  door: DemoDoor,
  what: string,
  show: () => Promise<void>,
): Promise<void> {
  const { board } = london.devices;
  await board.until(channels[door], false, 10_000);
  const before = factsOnDisk(london.dataDir).length;
  const since = Date.now();
  let onDiskFirst: boolean | undefined;
  const stop = board.onChange(({ channel, on }) => {
    if (channel === channels[door] && on) onDiskFirst ??= grantedAfter(london.dataDir, before);
  });
  const shownMs = performance.now();
  await show();
  await board.until(channels[door], true, 3_000);
  stop();
  teller.check(
    onDiskFirst === true,
    `${what}: ${door} opens after ${Math.round(performance.now() - shownMs)} ms, the event on disk before the relay moved`,
  );
  const event = await consoleEvent(console, door, since - 1_000);
  teller.check(
    event?.outcome === 'granted',
    `the console says: "${event?.holderName}. ${event?.sentence}"`,
    event,
  );
}

async function refusedAt(
  { teller, london, console }: Scene,
  door: DemoDoor,
  what: string,
  show: () => Promise<void>,
) {
  const { board } = london.devices;
  const moved = board.changes.filter((change) => change.channel === channels[door] && change.on).length;
  const since = Date.now();
  await show();
  const event = await teller.until(`${what}: refused`, () => consoleEvent(console, door, since));
  teller.check(event.outcome === 'refused', `"${event.sentence}"`, event);
  const movedSince =
    board.changes.filter((change) => change.channel === channels[door] && change.on).length - moved;
  teller.check(movedSince === 0, 'and the relay did not move');
  return event;
}

function grantedAfter(boxDir: string, before: number): boolean {
  const fresh = factsOnDisk(boxDir).slice(before);
  return fresh.some(
    (fact) => fact.kind === 'access_event' && JSON.parse(fact.text).event.outcome === 'granted',
  );
}

const passes = z.object({ passes: z.array(z.object({ siteName: z.string(), text: z.string() })) });

async function passOf(member: Client, siteName: string): Promise<string> {
  const found = (await member.read('/api/me/pass', passes)).passes.find((pass) => pass.siteName === siteName);
  if (!found) throw new Error(`no pass for ${siteName}`);
  return found.text;
}
