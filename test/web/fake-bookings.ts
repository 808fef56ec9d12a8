import {
  bookingChange,
  bookingDetail,
  bookingJudged,
  bookingWish,
} from '@lintel/core/bookings/calls-wire.ts';
import { type BookingChange, change, changeSentence, refundNow } from '@lintel/core/bookings/change.ts';
import { changeWords, kindOfChange } from '@lintel/core/bookings/history.ts';
import { minus } from '@lintel/core/bookings/price.ts';
import { bookingRefused, bookingView } from '@lintel/core/bookings/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Context, Hono } from 'hono';
import type { z } from 'zod';
import { type FakeBooking, plan } from './fake-calendar.ts';
import { nameOf, personByEmail } from './fake-people.ts';
import type { World } from './fake-world.ts';

const unknown = { kind: 'unknown_booking', sentence: 'There is no such booking.' };
const notYet = 'The site has not answered yet; it decides as soon as it is back.';

/** Booking and everything that happens to a booking, as the cloud answers it. */
export function addBookings(app: Hono, world: World): void {
  const { calendar, now } = world;
  const view = (c: Context, booking: FakeBooking) => bookingView.parse(calendar.view(booking, nameOf(c)));
  app.get('/api/me/bookings', (c) => {
    const mine = calendar.bookings.filter((booking) => booking.by === nameOf(c));
    const coming = mine.filter(({ endsAt }) => endsAt > now()).sort((a, b) => a.startsAt - b.startsAt);
    const past = mine.filter(({ endsAt }) => endsAt <= now());
    return c.json({ bookings: [...coming, ...past].map((booking) => view(c, booking)) });
  });
  app.post('/api/bookings/judge', async (c) => {
    const body = await c.req.json();
    const wish = bookingWish.parse(body);
    const { charge, currency, reasons, upgrade, alternatives } = calendar.judge(
      wish,
      'member',
      nameOf(c),
      body.moves,
    );
    return c.json(bookingJudged.parse({ charge, currency, reasons, upgrade, alternatives }));
  });
  for (const [path, asker] of [
    ['/api/bookings', 'member'],
    ['/api/console/bookings', 'staff'],
  ] as const) {
    app.post(path, async (c) => {
      const { requestId, ...wish } = bookingWish.parse(await c.req.json());
      const kept = calendar.book({ ...wish, id: requestId }, asker, nameOf(c));
      if ('reasons' in kept) return c.json(bookingRefused.parse(kept), 409);
      world.tell('bookings');
      return kept.state === 'requested'
        ? c.json({ kind: 'requested', booking: view(c, kept), sentence: notYet }, 202)
        : c.json({ kind: 'confirmed', booking: view(c, kept) }, 201);
    });
    app.post(`${path}/:id/cancel`, async (c) => {
      const known = calendar.bookings.find(({ id }) => id === c.req.param('id'));
      if (!known) return c.json(unknown, 404);
      const { version } = await c.req.json().catch(() => ({}));
      if (version !== undefined && version !== known.version) return c.json(staleOf(c, known), 409);
      const refunded = refundNow(known, plan, now());
      const kept = calendar.patch(known.id, { state: 'cancelled', charge: minus(known.charge, refunded) });
      if (!kept) return c.json(unknown, 404);
      calendar.note(kept.id, 'cancelled', nameOf(c), '');
      world.tell('bookings');
      return c.json({ kind: 'cancelled', booking: view(c, kept), refunded });
    });
  }
  app.get('/api/bookings/:id', (c) => {
    const known = calendar.bookings.find(({ id }) => id === c.req.param('id'));
    if (!known || known.by !== nameOf(c)) return c.json(unknown, 404);
    const history = (calendar.history.get(known.id) ?? []).map((one) => ({
      ...one,
      sentence: `${changeWords[one.kind]} by ${one.by}${one.why ? `: ${one.why}` : ''}.`,
    }));
    const currency = calendar.siteOf(known.resourceId)?.view.currency ?? 'GBP';
    const refund = refundNow(known, plan, now());
    const waiting = world.pending.has(known.id)
      ? { pending: { kind: 'change', sentence: 'London Bridge has not answered the change yet.' } }
      : {};
    return c.json(
      bookingDetail.parse({
        booking: view(c, known),
        history: history.reverse(),
        refund,
        currency,
        ...waiting,
      }),
    );
  });
  app.post('/api/bookings/:id/change', async (c) => {
    const known = calendar.bookings.find(({ id }) => id === c.req.param('id'));
    if (!known) return c.json(unknown, 404);
    const wanted = bookingChange.parse(await c.req.json());
    if (wanted.change.kind === 'withdraw') {
      world.pending.delete(known.id);
      return c.json({ kind: 'changed', booking: view(c, known) });
    }
    if (wanted.version !== known.version) return c.json(staleOf(c, known), 409);
    return changeTo(c, known, wanted.change);
  });

  function staleOf(c: Context, known: FakeBooking) {
    return {
      kind: 'stale',
      booking: view(c, known),
      sentence: 'It has changed since you looked. Look at it and try again.',
    };
  }

  function changeTo(c: Context, known: FakeBooking, wanted: z.infer<typeof bookingChange>['change']) {
    const made = changeOf(c, known, wanted);
    if ('refused' in made) return c.json(made.refused, 409);
    const { by, ...plain } = known;
    const changed = change(plain, made.change, now());
    if (changed.kind === 'refused')
      return c.json(
        { kind: changed.refusal.kind, sentence: changeSentence(changed.refusal, clockText) },
        409,
      );
    if (calendar.siteOf(known.resourceId)?.link.state === 'cut_off') {
      world.pending.add(known.id);
      return c.json({ kind: 'requested', booking: view(c, known), sentence: notYet }, 202);
    }
    const next = changed.kind === 'changed' ? changed.booking : plain;
    const kept = calendar.patch(known.id, { ...next, by: made.by ?? by });
    calendar.note(known.id, kindOfChange(plain, next), nameOf(c), '');
    world.tell('bookings');
    return c.json({ kind: 'changed', booking: view(c, kept ?? known) });
  }

  function changeOf(
    c: Context,
    known: FakeBooking,
    wanted: z.infer<typeof bookingChange>['change'],
  ): { readonly change: BookingChange; readonly by?: string } | { readonly refused: unknown } {
    switch (wanted.kind) {
      case 'move': {
        const to = calendar.resource(wanted.resourceId);
        if (!to) return { refused: unknown };
        const verdict = calendar.judge({ ...wanted, people: known.people }, 'member', nameOf(c), known.id);
        const reasons = verdict.reasons.filter(({ kind }) => kind !== 'in_the_past');
        if (reasons.length > 0) return { refused: bookingRefused.parse({ ...verdict, reasons }) };
        return {
          change: {
            kind: 'move',
            to,
            span: { startsAt: wanted.startsAt, endsAt: wanted.endsAt },
            charge: verdict.charge,
          },
        };
      }
      case 'transfer': {
        const person = personByEmail(wanted.toEmail);
        const sentence =
          'Nobody with this e-mail may hold this booking. Check the address, or ask the front desk.';
        if (!person) return { refused: { kind: 'unknown_member', sentence } };
        return {
          change: { kind: 'transfer', holderId: known.id as never, charge: known.charge },
          by: person,
        };
      }
      case 'accept':
        return { change: { kind: 'accept', charge: known.charge } };
      case 'describe':
        return { change: wanted };
      default:
        return { change: { kind: wanted.kind === 'end' ? 'end' : 'check_in' } };
    }
  }
}

const clockText = (at: EpochMs) => new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' }).format(at);
