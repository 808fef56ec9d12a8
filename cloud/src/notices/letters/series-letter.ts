import type { Actor, House, Reader } from './about.ts';
import type { Letter, LetterRow } from './letter.ts';
import { dateText } from './when.ts';
import { byWhom, closingOf, helloOf, oneLine } from './write-letter.ts';

export type AboutSeries = {
  readonly reader: Reader;
  readonly house: House;
  readonly actor: Actor;
  /** What is booked: `Desk 14`. */
  readonly resourceName: string;
  /** The rule in words: `Every Monday and Wednesday, 09:00 to 17:00, from 1 March 2027`. */
  readonly rule: string;
  readonly event: SeriesTold;
};

type Dated = { readonly date: string; readonly sentence: string };

/** What can be told of a series. *made*, *clash*: what could not be booked. *changed*, *cancelled*: so many dates, from one on, until another or all that follow. */
export type SeriesTold =
  | { readonly kind: 'made'; readonly booked: number; readonly clashes: readonly Dated[] }
  | { readonly kind: 'clash'; readonly clashes: readonly Dated[] }
  | {
      readonly kind: 'changed' | 'cancelled';
      readonly dates: number;
      readonly from: string;
      readonly until?: string | undefined;
    }
  | { readonly kind: 'given' | 'given_away' };

const rowsMost = 60;

/** One letter about all dates of a series: those that could not be booked each with its reason. */
export function writeSeriesLetter(about: AboutSeries): Letter {
  const { reader, house, rule, resourceName, event } = about;
  const clashes = 'clashes' in event ? event.clashes : [];
  return {
    subject: oneLine(`${subjectOf(event)}: ${resourceName}, ${rule}`),
    hello: helloOf(reader),
    lead: leadOf(about),
    rows: [
      { label: 'Series', is: `${resourceName}. ${rule} (times of the site)` },
      { label: 'Where', is: house.siteName },
      ...rangeRows(event),
      ...clashes.slice(0, rowsMost).map(({ date, sentence }) => ({ label: dateText(date), is: sentence })),
    ],
    notes: [
      ...(clashes.length > rowsMost ? [`And ${clashes.length - rowsMost} more, in the portal.`] : []),
      ...(clashes.length > 0 ? ['A date can be added back in the portal when it frees up.'] : []),
      ...(house.portalUrl ? [`Your series: ${house.portalUrl}`] : []),
    ],
    closing: closingOf(house),
  };
}

const dates = (count: number) => `${count} ${count === 1 ? 'date' : 'dates'}`;

function subjectOf(event: SeriesTold): string {
  switch (event.kind) {
    case 'made':
      return event.clashes.length === 0 ? 'Series booked' : `${dates(event.clashes.length)} not booked`;
    case 'clash':
      return `${dates(event.clashes.length)} not booked`;
    case 'changed':
      return 'Series changed';
    case 'cancelled':
      return 'Series cancelled';
    case 'given':
      return 'Series given to you';
    case 'given_away':
      return 'Series no longer yours';
    default:
      return event satisfies never;
  }
}

function leadOf({ event, actor, house }: AboutSeries): string {
  const by = byWhom(actor, house);
  const done = by ? ` by ${by}` : '';
  switch (event.kind) {
    case 'made':
      if (event.clashes.length === 0)
        return `A series was booked for you${done}: ${dates(event.booked)} so far.`;
      return `${dates(event.clashes.length)} of your series could not be booked; ${dates(event.booked)} ${event.booked === 1 ? 'is' : 'are'}.`;
    case 'clash':
      return `${dates(event.clashes.length)} of your series could not be booked, or not be changed as you wanted.`;
    case 'changed':
      return `${dates(event.dates)} of your series ${event.dates === 1 ? 'was' : 'were'} changed${done}.`;
    case 'cancelled':
      return `${dates(event.dates)} of your series ${event.dates === 1 ? 'was' : 'were'} cancelled${done}.`;
    case 'given':
      return `A series of bookings is yours now${by ? `: ${by} gave it to you` : ''}.`;
    case 'given_away':
      return `Your series of bookings was given to somebody else${done}.`;
    default:
      return event satisfies never;
  }
}

function rangeRows(event: SeriesTold): readonly LetterRow[] {
  if (event.kind !== 'changed' && event.kind !== 'cancelled') return [];
  const { from, until } = event;
  if (until === from) return [{ label: 'On', is: dateText(from) }];
  return [{ label: 'From', is: until ? `${dateText(from)} to ${dateText(until)}` : `${dateText(from)} on` }];
}
