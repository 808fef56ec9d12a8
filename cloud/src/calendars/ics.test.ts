import { epochMs, hourMs } from '@lintel/core/time.ts';
import fc from 'fast-check';
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import { describe, expect, test } from 'vitest';
import { type CalendarEntry, icsText } from './ics.ts';

const noon = epochMs(Date.parse('2027-03-28T12:00:00Z'));
const entry: CalendarEntry = {
  uid: '0b0e2a06-6ac5-4a3a-9d36-6f2d7a2f5c11',
  sequence: 3,
  status: 'confirmed',
  startsAt: noon,
  endsAt: epochMs(noon + hourMs),
  summary: 'Reading room',
  location: 'Lintel Holborn',
  description: '',
  changedAt: noon,
};

/** As two parsers of other makers read it: ical.js and node-ical. */
function read(text: string) {
  const strict = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      sequence: event.sequence,
      summary: event.summary,
      location: event.location,
      description: event.description,
      status: component.getFirstPropertyValue('status'),
      startsAt: event.startDate.toJSDate().getTime(),
      endsAt: event.endDate.toJSDate().getTime(),
    };
  });
  const loose = Object.values(nodeIcal.sync.parseICS(text)).flatMap((one) =>
    one?.type === 'VEVENT'
      ? [
          {
            uid: one.uid,
            sequence: Number(one.sequence),
            summary: String(one.summary),
            startsAt: one.start.getTime(),
            endsAt: one.end?.getTime(),
            status: one.status,
          },
        ]
      : [],
  );
  return { strict, loose };
}

describe('a calendar, read by programs of other makers', () => {
  test('says what it was told: UID, sequence, state and UTC times', () => {
    const text = icsText({ name: 'Reading room', entries: [entry] });
    const { strict, loose } = read(text);
    const { changedAt: _, status: __, ...said } = entry;
    expect(strict).toEqual([{ ...said, description: strict[0]?.description, status: 'CONFIRMED' }]);
    expect(loose).toMatchObject([{ uid: entry.uid, sequence: 3, startsAt: noon, endsAt: noon + hourMs }]);
    expect(text).toContain('DTSTART:20270328T120000Z');
    expect(text).not.toContain('TZID');
  });

  test('marks what was cancelled and what is not yet decided', () => {
    const text = icsText({
      entries: [
        { ...entry, status: 'cancelled' },
        { ...entry, uid: 'other', status: 'tentative' },
      ],
    });
    expect(read(text).strict.map((one) => one.status)).toEqual(['CANCELLED', 'TENTATIVE']);
    expect(read(text).loose.map((one) => one.status)).toEqual(['CANCELLED', 'TENTATIVE']);
  });

  test('keeps any title whole: emoji, commas, semicolons, backslashes, line breaks, and far too long', () => {
    const titles = [
      'Board, offsite; and more\\n not a break',
      'First line\nSecond line, with a comma',
      `Launch 🚀👩‍👩‍👧‍👦 ${'ÄÖÜß日本語🎉'.repeat(60)}`,
      'BEGIN:VEVENT\r\nEND:VCALENDAR',
      '"quoted" and :colons:',
    ];
    for (const summary of titles) {
      const text = icsText({ entries: [{ ...entry, summary }] });
      const { strict, loose } = read(text);
      expect(strict.map((one) => one.summary)).toEqual([summary.replaceAll('\r\n', '\n')]);
      // node-ical takes a written backslash before an n for a line break; ical.js reads it as RFC 5545 §3.3.11 says.
      if (!summary.includes('\\n'))
        expect(loose.map((one) => one.summary)).toEqual([summary.replaceAll('\r\n', '\n')]);
    }
  });

  test('folds at 75 octets between characters, and ends every line with CRLF', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (summary) => {
        const text = icsText({ entries: [{ ...entry, summary, description: summary }] });
        const lines = text.split('\r\n');
        expect(lines.join('')).not.toMatch(/[\r\n]/);
        for (const line of lines) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line.isWellFormed()).toBe(true);
        }
        expect(read(text).strict).toMatchObject([{ summary, description: summary }]);
      }),
    );
  });

  test('in a mail names who asks and who is asked', () => {
    const text = icsText({
      entries: [entry],
      method: 'request',
      organizer: { name: 'Lintel "Rooms"', email: 'rooms@lintel.example' },
      attendee: { name: 'Ada Byron', email: 'ada@lintel.example' },
    });
    const calendar = new ICAL.Component(ICAL.parse(text));
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST');
    const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined);
    expect(event.organizer).toBe('mailto:rooms@lintel.example');
    expect(event.attendees.map((who) => String(who.getFirstValue()).toLowerCase())).toEqual([
      'mailto:ada@lintel.example',
    ]);
  });

  test('is written for somebody without a name, too', () => {
    const nameless = { name: '', email: 'rooms@lintel.example' };
    expect(icsText({ entries: [entry], organizer: nameless, attendee: nameless })).toContain(
      'rooms@lintel.example',
    );
  });

  test('is the same text however often and whenever it is written', () => {
    expect(icsText({ entries: [entry] })).toBe(icsText({ entries: [entry] }));
  });
});
