import type { ResourceView } from '@lintel/core/sites/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, ceilTo, epochMs, floorTo, latest, minuteMs } from '@lintel/core/time.ts';

/** What of a booking is being dragged: the whole of it, or one of its ends. */
export type Grip = 'whole' | 'start' | 'end';

/** The booking's span once it was dragged so far, on the resource's steps, never shorter than its shortest booking. */
export function dragged(
  resource: Pick<ResourceView, 'stepMin' | 'lengthMinMin'>,
  span: Span,
  grip: Grip,
  byMs: number,
): Span {
  const stepMs = resource.stepMin * minuteMs;
  const shortestMs = Math.max(stepMs, resource.lengthMinMin * minuteMs);
  const snapped = (at: EpochMs) => epochMs(Math.max(0, Math.round((at + byMs) / stepMs) * stepMs));
  if (grip === 'whole') {
    const startsAt = snapped(span.startsAt);
    return { startsAt, endsAt: addMs(startsAt, span.endsAt - span.startsAt) };
  }
  if (grip === 'start') {
    const last = floorTo(addMs(span.endsAt, -shortestMs), stepMs);
    return { startsAt: epochMs(Math.min(last, snapped(span.startsAt))), endsAt: span.endsAt };
  }
  const first = ceilTo(addMs(span.startsAt, shortestMs), stepMs);
  return { startsAt: span.startsAt, endsAt: latest(first, snapped(span.endsAt)) };
}

/** What was drawn over a free stretch from one point to another: whole steps, at least the shortest booking, within the stretch. */
export function drawn(
  resource: Pick<ResourceView, 'stepMin' | 'lengthMinMin' | 'lengthMaxMin'>,
  free: Span,
  from: EpochMs,
  to: EpochMs,
): Span {
  const stepMs = resource.stepMin * minuteMs;
  const shortestMs = Math.max(stepMs, resource.lengthMinMin * minuteMs);
  const low = latest(free.startsAt, floorTo(epochMs(Math.min(from, to)), stepMs));
  const high = Math.max(ceilTo(epochMs(Math.max(from, to)), stepMs), low + shortestMs);
  const most = Math.min(free.endsAt, low + resource.lengthMaxMin * minuteMs);
  const endsAt = epochMs(Math.min(high, most));
  const startsAt = endsAt - low < shortestMs ? latest(free.startsAt, addMs(endsAt, -shortestMs)) : low;
  return { startsAt, endsAt };
}
