import type { BookingPurpose, ResourceKind } from '@lintel/core/bookings/booking.ts';
import type { BookingId, HolderId, ResourceId } from '@lintel/core/ids.ts';
import type { Span } from '@lintel/core/time.ts';
import type { z } from 'zod';
import { ask, readAs, refusalOf } from '../../ui/api.ts';
import { bookAnswer, cancelAnswer, changeAnswer, holdAnswer } from './wires.ts';

const path = '/api/console/bookings';

/** Why staff do it against the rules; kept in the booking's history. */
export type Override = { readonly reason: string };

export type DeskWish = Span & {
  readonly resourceId: ResourceId;
  readonly alsoResourceIds: readonly ResourceId[];
  readonly title: string;
  readonly people: number;
  readonly purpose: BookingPurpose;
  readonly forHolderId?: HolderId | undefined;
  readonly guest?: { readonly name: string; readonly email: string } | undefined;
  readonly override?: Override | undefined;
};

export type DeskChange = {
  readonly change:
    | ({ readonly kind: 'move'; readonly resourceId: ResourceId } & Span)
    | { readonly kind: 'check_in' | 'end' | 'accept' }
    | { readonly kind: 'transfer'; readonly toHolderId: HolderId }
    | { readonly kind: 'describe'; readonly title: string; readonly people: number };
  readonly override?: Override | undefined;
};

export type DeskHold = Span & {
  readonly kinds: readonly ResourceKind[];
  readonly forHolderId: HolderId;
  readonly title: string;
  readonly override?: Override | undefined;
};

type Seen = { readonly id: BookingId; readonly version: number };

/** A refusal with its reasons, and that another version stands by now, are answers; any other failure throws. */
async function answerOf<Read>(schema: z.ZodType<Read>, where: string, body: object): Promise<Read> {
  const answer = await ask(where, { method: 'POST', body, timeoutMs: 20_000 });
  if (answer.status === 409) {
    const said = schema.safeParse(answer.body);
    if (said.success) return said.data;
  }
  if (answer.status >= 400) throw refusalOf(answer);
  return readAs(schema, where, answer.body);
}

export const askToBook = (requestId: string, wish: DeskWish) =>
  answerOf(bookAnswer, path, { requestId, ...wish });

export const askToChange = (seen: Seen, requestId: string, wish: DeskChange) =>
  answerOf(changeAnswer, `${path}/${seen.id}/change`, { requestId, version: seen.version, ...wish });

/** `refundAll` gives everything back, whatever the plan says. */
export const askToCancel = ({ id, version }: Seen, refundAll: boolean) =>
  answerOf(cancelAnswer, `${path}/${id}/cancel`, { version, refundAll });

export const askToHold = (requestId: string, wish: DeskHold) =>
  answerOf(holdAnswer, '/api/console/hold-desks', { requestId, ...wish });
