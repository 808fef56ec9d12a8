import type { AgendaView } from '@lintel/core/panels/wire.ts';
import { clock } from '../ui/zone.ts';
import { Dialog } from './dialog.tsx';
import type { FreeNow } from './use-free.ts';

type Props = { readonly agenda: AgendaView; readonly free: FreeNow };

/** `Severn (floor 2), until 14:00` */
function otherText({ resource, until }: FreeNow[number], agenda: AgendaView): string {
  const isElsewhere = resource.floor && resource.floor !== agenda.resource.floor;
  const where = isElsewhere ? `${resource.name} (floor ${resource.floor})` : resource.name;
  return `${where}, until ${clock(until, agenda.site.timeZone)}`;
}

/** The nearest that is free now, in one line. */
export function NearestFree({ agenda, free, open }: Props & { readonly open: () => void }) {
  const [nearest, ...others] = free;
  if (!nearest) return <p className="note">Nothing else of this kind is free now.</p>;
  return (
    <button type="button" className="nearest" onClick={open}>
      <span>
        Free now: <strong>{otherText(nearest, agenda)}</strong>
      </span>
      <span className="small">{others.length > 0 ? `${others.length} more` : 'Where?'}</span>
    </button>
  );
}

/** Every place of this kind that is free now, the nearest first. They are booked at their own panels. */
export function Others({ agenda, free, close }: Props & { readonly close: () => void }) {
  return (
    <Dialog close={close} leaveAfterMs={30_000} step="">
      <h2 id="dialog-title">Free now</h2>
      <ul className="others">
        {free.map((one) => (
          <li key={one.resource.id}>
            <strong>{one.resource.name}</strong>
            {one.resource.floor && `, floor ${one.resource.floor}`}, for {one.resource.capacity}, until{' '}
            {clock(one.until, agenda.site.timeZone)}
          </li>
        ))}
        {free.length === 0 && <li>Nothing else of this kind is free now.</li>}
      </ul>
      <p>Book at the panel beside it, or in the portal.</p>
      <button type="button" className="choice quiet" onClick={close}>
        OK
      </button>
    </Dialog>
  );
}
