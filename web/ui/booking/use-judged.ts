import { bookingJudged } from '@lintel/core/bookings/calls-wire.ts';
import type { BookingId, ResourceId } from '@lintel/core/ids.ts';
import type { Span } from '@lintel/core/time.ts';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { call } from '../api.ts';
import { uuid } from '../uuid.ts';
import type { Judged } from './wires.ts';

/** What is to be judged; `moves` is the booking that is being moved, which does not stand in its own way. */
export type ToJudge = Span & {
  readonly resourceId: ResourceId;
  readonly people: number;
  readonly moves?: BookingId | undefined;
};

/** *asking*: not known yet, or known of another wish only. *unknown*: no answer came; the booking itself will be judged all the same. */
export type Verdict =
  | { readonly kind: 'asking' }
  | { readonly kind: 'unknown'; readonly error: Error }
  | { readonly kind: 'judged'; readonly judged: Judged };

const settleMs = 200;

/** The verdict over the wish as it is now, asked once it has stood still for a moment, and again whenever bookings change. */
export function useJudged(wish: ToJudge, path = '/api/bookings/judge'): Verdict {
  const text = JSON.stringify(wish);
  const [asked] = useDebouncedValue(text, settleMs);
  const query = useQuery({
    queryKey: ['bookings', 'judged', path, asked],
    queryFn: () =>
      call(bookingJudged, path, {
        method: 'POST',
        body: { requestId: uuid(), title: '', ...JSON.parse(asked) },
      }),
    refetchInterval: false,
    gcTime: 10_000,
  });
  if (text !== asked) return { kind: 'asking' };
  if (query.data) return { kind: 'judged', judged: query.data };
  return query.error ? { kind: 'unknown', error: query.error } : { kind: 'asking' };
}
