import { bookingView } from '@lintel/core/bookings/wire.ts';
import { accessEventView } from '@lintel/core/doors/wire.ts';
import { agendaView } from '@lintel/core/panels/wire.ts';
import { z } from 'zod';
import { demoPassword, demoResourceId } from '../../cloud/src/seed.ts';
import { type Client, logIn, logInAtConsole, pairPanel } from '../demo/client.ts';
import type { DemoBox, DemoMember, Stack } from '../demo/stack.ts';
import type { Teller } from './tell.ts';

/** Everyone and everything the story is played with. */
export type Scene = {
  readonly stack: Stack;
  readonly teller: Teller;
  readonly london: DemoBox;
  readonly ada: Client;
  readonly ben: Client;
  readonly adaCards: DemoMember;
  readonly benCards: DemoMember;
  readonly office: Client;
  readonly console: Client;
  readonly readingPanel: Client;
  readonly mapPanel: Client;
};

export const readingRoom = demoResourceId('london', 'Reading room');
export const mapRoom = demoResourceId('london', 'Map room');
export const boothA = demoResourceId('london', 'Booth A');

export async function setScene(stack: Stack, teller: Teller): Promise<Scene> {
  const [london] = stack.boxes;
  if (!london) throw new Error('the demo has no box');
  const member = (email: string) => {
    const found = stack.members.find((one) => one.email === email);
    if (!found) throw new Error(`the demo has no ${email}`);
    return found;
  };
  const console = await logInAtConsole(london.url, 'fran@lintel.example', demoPassword);
  return {
    stack,
    teller,
    london,
    ada: await logIn(stack.cloudUrl, 'ada@lintel.example', demoPassword),
    ben: await logIn(stack.cloudUrl, 'ben@lintel.example', demoPassword),
    adaCards: member('ada@lintel.example'),
    benCards: member('ben@lintel.example'),
    office: await logIn(stack.cloudUrl, 'dora@lintel.example', demoPassword),
    console,
    readingPanel: await pairPanel(console, readingRoom, 'by the Reading room'),
    mapPanel: await pairPanel(console, mapRoom, 'by the Map room'),
  };
}

/** The bits of a member's card of this length, as hex. */
export function cardOf(member: DemoMember, length: number): string {
  const card = member.cards.find((one) => one.length === length);
  if (!card) throw new Error(`${member.name} has no card of ${length} bits`);
  return card.bits;
}

export const confirmed = z.object({ kind: z.literal('confirmed'), booking: bookingView });
const events = z.object({ events: z.array(accessEventView) });

/** The newest access event at the box's console, if it is newer than `since` and at that door. */
export async function consoleEvent(console: Client, doorName: string, since: number) {
  const page = await console.read('/api/console/access-events?limit=10', events);
  return page.events.find((event) => event.doorName === doorName && event.at >= since);
}

/** The same in the central office. */
export async function officeEvent(office: Client, doorName: string, since: number) {
  const page = await office.read('/api/office/access-events?limit=20', events);
  return page.events.find((event) => event.doorName === doorName && event.at >= since);
}

export const agendaOf = (panel: Client) => panel.read('/api/panel/agenda', agendaView);

export const clock = (at: number) => new Date(at).toISOString().slice(11, 19);
