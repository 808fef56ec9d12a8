import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { chargeText } from '../../ui/booking/charge-text.ts';
import { Said } from '../../ui/booking/said.tsx';
import { firstLength, spanOf } from '../../ui/booking/times.ts';
import { Loaded } from '../../ui/notes.tsx';
import { useConsoleDay } from '../day/day.ts';
import { askToBook, type DeskWish, type Override } from './ask.ts';
import { useDesk, type WishStart } from './desk.tsx';
import { type Draft, wishOf } from './draft.ts';
import { Refused } from './refused.tsx';
import { useAsked } from './use-asked.ts';
import type { BookAnswer } from './wires.ts';
import { WishForm } from './wish-form.tsx';
import { whatText, whoText } from './words.ts';

/** Books for a member, a guest or whoever stands there, or blocks; then the answer with all there is to do about a no. What was filled in stays. */
export function WishCard({ start }: { readonly start: WishStart }) {
  const { date, resourceId } = start;
  const [draft, setDraft] = useState<Partial<Draft>>({});
  const day = useConsoleDay(draft.date ?? date);
  const booking = useAsked(askToBook);
  return (
    <Loaded query={day}>
      {(shown) => {
        const resource = shown.resources.find(({ id }) => id === resourceId) ?? shown.resources[0];
        if (!resource) return <Text>There is nothing to book here yet.</Text>;
        const whole: Draft = {
          ...firstDraft(start, firstLength(resource, start.startsAt, start.endsAt)),
          ...draft,
        };
        const book = (wish: Draft, override?: Override) => booking.mutate(wishOf(wish, override));
        if (!booking.data)
          return (
            <WishForm
              day={shown}
              draft={whole}
              change={(some) => setDraft({ ...draft, ...some })}
              asking={booking.isPending}
              error={booking.error}
              book={() => book(whole)}
            />
          );
        if (booking.data.kind === 'confirmed')
          return <Booked answer={booking.data} wish={booking.variables} />;
        return (
          <Refused
            refused={booking.data}
            word={whole.who === 'block' ? 'Not blocked' : 'Not booked'}
            busy={booking.isPending}
            error={booking.error}
            again={(override) => book(whole, override)}
            edit={booking.reset}
            take={({ startsAt, endsAt, ...free }) => {
              const instead = { startsAt, endsAt, resourceId: free.resourceId, alsoResourceIds: [] };
              setDraft({ ...draft, ...instead });
              book({ ...whole, ...instead });
            }}
          />
        );
      }}
    </Loaded>
  );
}

function firstDraft({ date, resourceId, startsAt, isBlock }: WishStart, lengthMin: number): Draft {
  return {
    date,
    resourceId,
    alsoResourceIds: [],
    ...spanOf(startsAt, lengthMin),
    who: isBlock ? 'block' : 'member',
    person: undefined,
    guestName: '',
    guestEmail: '',
    title: '',
    people: 0,
  };
}

type BookedProps = {
  readonly answer: Extract<BookAnswer, { kind: 'confirmed' }>;
  readonly wish: DeskWish | undefined;
};

function Booked({ answer, wish }: BookedProps) {
  const { timeZone, currency, back } = useDesk();
  const all = answer.bookings ?? [answer.booking];
  const took = all.flatMap(({ charge }) => (charge ? [chargeText(charge, currency)] : [])).filter(Boolean);
  return (
    <Stack>
      <Said tone="good" word={wish?.purpose === 'block' ? 'Blocked' : 'Booked'}>
        <Text fw={600}>{whoText(answer.booking)}</Text>
        {all.map((booking) => (
          <Text size="sm" key={booking.id}>
            {whatText(booking, timeZone)}
          </Text>
        ))}
        {took.length > 0 && <Text size="sm">It takes {took.join(', and ')}.</Text>}
        {wish?.override && <Text size="sm">Against the rules, because: {wish.override.reason}</Text>}
      </Said>
      <Group>
        <Button onClick={back}>Done</Button>
      </Group>
    </Stack>
  );
}
