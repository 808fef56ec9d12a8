import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { chargeText } from '../../ui/booking/charge-text.ts';
import { Loaded, Problem } from '../../ui/notes.tsx';
import { useServerClock } from '../../ui/server-clock.ts';
import { StateWord } from '../../ui/state-word.tsx';
import { dayAndClock, dayName, lengthText, spanText } from '../../ui/zone.ts';
import { type Act, actNames, actsDone, actsOf } from './acts.ts';
import { ChangeSaid } from './change-said.tsx';
import { useDesk } from './desk.tsx';
import { useDetail } from './detail.ts';
import { useChange } from './use-asked.ts';
import type { Detail } from './wires.ts';
import { checkInText, deskState, sources, whoText } from './words.ts';

/** One booking whole, as it stands now: whose, when, what it takes, all that can be done with it and all that was. */
export function BookingCard({ booking }: { readonly booking: BookingView }) {
  const detail = useDetail(booking.id);
  return <Loaded query={detail}>{(known) => <Whole detail={known} />}</Loaded>;
}

function Whole({ detail }: { readonly detail: Detail }) {
  const { booking, currency } = detail;
  const { timeZone } = useDesk();
  const now = useServerClock(5_000);
  const state = deskState(booking, now, timeZone);
  const took = booking.charge && chargeText(booking.charge, currency);
  const minutes = (booking.endsAt - booking.startsAt) / 60_000;
  const facts = [
    sources[booking.source],
    ...(booking.people > 0 ? [`for ${booking.people}`] : []),
    ...(took ? [`takes ${took}`] : []),
    ...(booking.groupId ? ['booked together with others'] : []),
    ...(booking.seriesId ? ['one date of a series'] : []),
  ];
  const checkIn = checkInText(booking, timeZone);
  return (
    <Stack>
      <div>
        <Text fw={650} size="lg">
          {whoText(booking)}
        </Text>
        <Text>
          {dayName(booking.startsAt, timeZone)}, {spanText(booking, timeZone)} ({lengthText(minutes)})
        </Text>
        <StateWord tone={state.tone}>{state.word}</StateWord>
        {checkIn && <Text size="sm">{checkIn}</Text>}
        <Text size="sm" c="dimmed">
          {facts.join(', ')}
        </Text>
      </div>
      <Acts booking={booking} acts={actsOf(booking, now)} />
      <History detail={detail} />
    </Stack>
  );
}

function Acts({ booking, acts }: { readonly booking: BookingView; readonly acts: readonly Act[] }) {
  const { open } = useDesk();
  const changing = useChange(booking);
  const asked = changing.variables;
  if (changing.data?.kind === 'refused' || changing.data?.kind === 'stale')
    return (
      <ChangeSaid
        answer={changing.data}
        before={booking}
        done=""
        busy={changing.isPending}
        error={changing.error}
        again={(override) => asked && changing.mutate({ ...asked, override })}
        edit={changing.reset}
      />
    );
  const act = (what: Act) => {
    if (what === 'move') return open({ kind: 'move', booking, to: booking });
    if (what === 'extend') return open({ kind: 'move', booking, to: 'longer' });
    if (what === 'accept' || what === 'check_in' || what === 'end')
      return changing.mutate({ change: { kind: what } });
    return open({ kind: what, booking });
  };
  const done = changing.data && asked && actsDone[asked.change.kind as Act];
  return (
    <Stack gap="xs">
      <div role="status">{done && <StateWord tone="good">{done}</StateWord>}</div>
      <Group gap="xs">
        {acts.map((what, index) => (
          <Button
            key={what}
            variant={index === 0 ? 'filled' : 'default'}
            disabled={changing.isPending}
            onClick={() => act(what)}
          >
            {actNames[what]}
          </Button>
        ))}
        {acts.length === 0 && <Text size="sm">Nothing more can be done with it.</Text>}
      </Group>
      {changing.error && <Problem error={changing.error} />}
    </Stack>
  );
}

function History({ detail }: { readonly detail: Detail }) {
  const { timeZone } = useDesk();
  return (
    <section aria-label="What happened">
      <Title order={3} size="h5" mb={6}>
        What happened here
      </Title>
      {detail.history.length === 0 ? (
        <Text size="sm">
          It came from the cloud as it is; what happened there stands in the office. Nothing was done to it
          here.
        </Text>
      ) : (
        <ol className="history">
          {detail.history.toReversed().map((entry) => (
            <li key={`${entry.at} ${entry.kind} ${entry.why}`}>
              <Text size="sm" c="dimmed" className="numbers">
                {dayAndClock(entry.at, timeZone)}
              </Text>
              <Text size="sm">{entry.sentence}</Text>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
