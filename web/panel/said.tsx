import type { BookingRefused } from '@lintel/core/bookings/wire.ts';
import type { AgendaView } from '@lintel/core/panels/wire.ts';
import { clock } from '../ui/zone.ts';
import type { PanelAnswer, Wish } from './asked.ts';

type Props = { readonly answer: PanelAnswer; readonly wish: Wish; readonly agenda: AgendaView };

/** The answer of the box in words. */
export function Said({ answer, wish, agenda }: Props) {
  const { resource, site } = agenda;
  switch (answer.kind) {
    case 'confirmed':
    case 'changed': {
      const until = clock(answer.booking.endsAt, site.timeZone);
      const { title, text } = doneText(wish.kind, resource.name, until);
      const { releasesAt } = answer.booking;
      return (
        <div role="status">
          <h2 id="dialog-title">{title}</h2>
          <p>{text}</p>
          {releasesAt !== undefined && (
            <p>Check in by {clock(releasesAt, site.timeZone)}, or it is released.</p>
          )}
        </div>
      );
    }
    case 'stale':
      return (
        <div role="alert">
          <h2 id="dialog-title">It was changed meanwhile</h2>
          <p>{answer.sentence}</p>
        </div>
      );
    case 'refused':
      return <Refusal refused={answer} isNew={wish.kind === 'book'} timeZone={site.timeZone} />;
    default:
      return answer satisfies never;
  }
}

function doneText(kind: Wish['kind'], room: string, until: string): { title: string; text: string } {
  switch (kind) {
    case 'book':
      return { title: `Booked until ${until}`, text: `${room} is yours until then.` };
    case 'extend':
      return { title: `Longer, until ${until}`, text: `${room} stays yours until then.` };
    case 'end':
      return { title: 'Ended', text: `Thank you. ${room} is free from ${until} on.` };
    case 'check-in':
      return { title: 'Checked in', text: `${room} is yours until ${until}.` };
    default:
      return kind satisfies never;
  }
}

type RefusalProps = {
  readonly refused: BookingRefused;
  readonly isNew: boolean;
  readonly timeZone: string;
};

function Refusal({ refused, isNew, timeZone }: RefusalProps) {
  const { reasons, alternatives, help } = refused;
  return (
    <div role="alert" className="refusal">
      <h2 id="dialog-title">{isNew ? 'Not booked' : 'Not changed'}</h2>
      {reasons.map((reason) => (
        <p key={`${reason.kind} ${reason.sentence}`}>{reason.sentence}</p>
      ))}
      {isNew &&
        alternatives.slice(0, 3).map((free) => (
          <p key={`${free.resourceId} ${free.startsAt}`}>
            Free instead: {free.resourceName}, {clock(free.startsAt, timeZone)}–{clock(free.endsAt, timeZone)}
          </p>
        ))}
      <p>
        {help.name} can help: {[help.phone, help.email].filter(Boolean).join(', ')}
      </p>
    </div>
  );
}
