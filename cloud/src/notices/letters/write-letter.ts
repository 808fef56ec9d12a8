import type { NoticeKind } from '@lintel/core/notices/wire.ts';
import { minuteMs } from '@lintel/core/time.ts';
import type { AboutBooking, Actor, House, Reader } from './about.ts';
import { chargeText } from './charge-text.ts';
import type { Letter, LetterRow } from './letter.ts';
import { instantText, readersWhen, shortWhen, whenText } from './when.ts';

export type BookingNoticeKind = Exclude<NoticeKind, 'series'>;

/** The letter that tells this of a booking; total over every kind. */
export function writeLetter(kind: BookingNoticeKind, about: AboutBooking): Letter {
  const what = [about.resourceName, ...about.alsoNames].join(', ');
  return {
    subject: oneLine(
      `${subjectWord(kind, about)}: ${what}, ${shortWhen(about.span.startsAt, about.house.timeZone)}`,
    ),
    hello: helloOf(about.reader),
    lead: leadOf(kind, about, what),
    rows: rowsOf(kind, about, what),
    notes: notesOf(kind, about),
    closing: closingOf(about.house),
  };
}

function subjectWord(kind: BookingNoticeKind, { isHold, stays }: AboutBooking): string {
  const words: Readonly<Record<BookingNoticeKind, string>> = {
    confirmation: isHold ? 'Held for you' : 'Booked',
    requested: stays ? 'Not moved yet' : 'Not booked yet',
    refusal: stays ? { itself: 'Not changed', the_old: 'Not moved' }[stays] : 'Not booked',
    change: 'Moved',
    given: 'Given to you',
    given_away: 'No longer yours',
    ended: 'Ended early',
    release: 'Released',
    cancellation: 'Cancelled',
    reminder: 'Soon',
    offer: 'Free for you',
    offer_over: 'Offer over',
  };
  return words[kind];
}

function leadOf(kind: BookingNoticeKind, about: AboutBooking, what: string): string {
  const { actor, house, isHold, stays } = about;
  const here = `${what} at ${house.siteName}`;
  const by = byWhom(actor, house);
  switch (kind) {
    case 'confirmation':
      return sentences(
        `${here} is ${isHold ? 'held' : 'booked'} for you.`,
        by && `It was ${isHold ? 'held' : 'booked'} by ${by}.`,
      );
    case 'requested':
      return `The site has not answered yet, so ${stays ? 'your booking has not moved and stays as it was' : `${here} is not booked`}. You hear from us as soon as it is decided; you can withdraw it in the portal.`;
    case 'refusal':
      if (stays === 'itself') return 'Your booking could not be changed. It stays as it was.';
      if (stays === 'the_old')
        return 'Your booking could not be moved. It stays as it was; this is what the move would have been.';
      return `${here} could not be booked.`;
    case 'change':
      return actor.kind === 'reader'
        ? 'You moved your booking.'
        : `Your booking was moved${by ? ` by ${by}` : ''}.`;
    case 'given':
      return `A booking of ${here} is yours now${by ? `: ${by} gave it to you` : ''}.`;
    case 'given_away':
      return actor.kind === 'reader'
        ? `You gave your booking of ${here} to somebody else.`
        : `Your booking of ${here} was given to somebody else${by ? ` by ${by}` : ''}.`;
    case 'ended':
      return `Your booking of ${here} was ended early${by ? ` by ${by}` : ''}.`;
    case 'release':
      return `${here} was released, because nobody had checked in.`;
    case 'cancellation':
      return actor.kind === 'reader'
        ? `You cancelled your booking of ${here}.`
        : `Your booking of ${here} was cancelled${by ? ` by ${by}` : ''}.`;
    case 'reminder':
      return `Your booking of ${here} begins soon.`;
    case 'offer':
      return `${here}, which you wait for, has become free and is kept for you.`;
    case 'offer_over':
      return `${here} is no longer kept for you: the time to say yes has run out, or you said no.`;
    default:
      return kind satisfies never;
  }
}

/** The reader is never named to themselves. Staff are named with the house they act for. */
export function byWhom(actor: Actor, house: House): string | undefined {
  if (actor.kind === 'staff') return `${oneLine(actor.name)} of ${house.operatorName}`;
  return actor.kind === 'other' ? oneLine(actor.name) : undefined;
}

function rowsOf(kind: BookingNoticeKind, about: AboutBooking, what: string): readonly LetterRow[] {
  const { house, span, was, reader, title, charge, why } = about;
  const zone = house.timeZone;
  const before = kind === 'change' ? was : undefined;
  const whenBefore = before && whenText(before, zone);
  const when = whenText(span, zone);
  const yours = readersWhen(span, zone, reader.timeZone);
  const takes = chargeText(charge, house.currency);
  return [
    {
      label: 'What',
      is: what,
      was: before && before.resourceName !== what ? before.resourceName : undefined,
    },
    { label: 'Where', is: house.siteName },
    { label: 'When', is: when, was: whenBefore === when ? undefined : whenBefore },
    ...(yours === undefined ? [] : [{ label: 'For you', is: yours }]),
    ...(title === '' ? [] : [{ label: 'Title', is: title }]),
    ...(why === undefined ? [] : [{ label: 'Because', is: why }]),
    ...(takes === undefined || !saysCharge[kind] ? [] : [{ label: saysCharge[kind], is: takes }]),
  ];
}

/** What the charge is called where it is told; left out elsewhere. */
const saysCharge: Readonly<Partial<Record<BookingNoticeKind, string>>> = {
  confirmation: 'Takes',
  change: 'Takes',
  given: 'Takes',
  ended: 'Takes',
  release: 'Still takes',
  cancellation: 'Still takes',
};

function notesOf(kind: BookingNoticeKind, about: AboutBooking): readonly string[] {
  const { reasons, offerUntil, house, charge, graceMs } = about;
  const zone = house.timeZone;
  const isFree = chargeText(charge, house.currency) === undefined;
  const checkIn =
    graceMs === undefined
      ? []
      : [
          `Check in at the door, the panel or in the portal within ${Math.round(graceMs / minuteMs)} minutes of the start, or it is released for others.`,
        ];
  const portal = house.portalUrl ? [`Everything you can do with it: ${house.portalUrl}`] : [];
  switch (kind) {
    case 'confirmation':
    case 'change':
    case 'given':
      return [...checkIn, ...portal];
    case 'reminder':
      return [...checkIn, 'If nobody comes, cancel it, so that others can.', ...portal];
    case 'refusal':
      return [...reasons, ...portal];
    case 'offer':
      return [
        offerUntil === undefined
          ? 'Say yes in the portal soon: after that it goes to the next in line.'
          : `Say yes in the portal by ${instantText(offerUntil, zone)}; after that it goes to the next in line.`,
        ...portal,
      ];
    case 'cancellation':
    case 'release':
      return isFree ? ['Nothing is charged for it.', ...portal] : portal;
    case 'requested':
    case 'given_away':
    case 'ended':
    case 'offer_over':
      return portal;
    default:
      return kind satisfies never;
  }
}

export function closingOf({ operatorName, help }: House): readonly string[] {
  return [operatorName, `Questions: ${[help.name, help.email, help.phone].filter(Boolean).join(', ')}`];
}

export function helloOf({ name }: Reader): string {
  return `Hello ${oneLine(name)},`;
}

const sentences = (...parts: readonly (string | undefined)[]) => parts.filter(Boolean).join(' ');

/** A header has one line, and what comes from people may have many. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
}
