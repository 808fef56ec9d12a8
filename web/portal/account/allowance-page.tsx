import { type AllowanceMonth, allowanceAnswer } from '@lintel/core/allowances/wire.ts';
import { minuteMs } from '@lintel/core/time.ts';
import { Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../ui/api.ts';
import { creditText, moneyText } from '../../ui/booking/charge-text.ts';
import { Loaded, Nothing } from '../../ui/notes.tsx';
import { lengthText } from '../../ui/zone.ts';
import { MineNav } from '../bookings/mine-nav.tsx';

/** What each month includes, what of it is used, and what bookings took above it. */
export function AllowancePage() {
  const query = useQuery({
    queryKey: ['allowance'],
    queryFn: async () => (await call(allowanceAnswer, '/api/me/allowance')).months,
  });
  return (
    <Stack>
      <MineNav here="allowance" />
      <Title order={1} size="h2">
        Allowance
      </Title>
      <Loaded query={query}>
        {(months) =>
          months.length === 0 ? (
            <Nothing title="No membership">A membership includes hours or credits each month.</Nothing>
          ) : (
            months.map((month) => <Month key={`${month.planName} ${month.period}`} month={month} />)
          )
        }
      </Loaded>
    </Stack>
  );
}

function Month({ month }: { readonly month: AllowanceMonth }) {
  const time = (ms: number) => lengthText(ms / minuteMs);
  const title = `${month.planName}, ${monthName(month.period)}`;
  const money = month.money.filter(({ amount, settled }) => amount > 0 || settled > 0);
  return (
    <Paper withBorder p="md" component="article" aria-label={title}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {title}
        </Title>
        {month.includedMs > 0 && (
          <Part name="Included time" used={month.usedIncludedMs} whole={month.includedMs} text={time} />
        )}
        {month.creditCents > 0 && (
          <Part name="Credits" used={month.usedCreditCents} whole={month.creditCents} text={creditText} />
        )}
        {month.includedMs === 0 && month.creditCents === 0 && (
          <Text size="sm">This plan includes no hours and no credits: bookings are paid by their price.</Text>
        )}
        {money.map(({ currency, amount, settled }) => (
          <Text size="sm" key={currency}>
            Above it: {moneyText(amount + settled, currency)}
            {settled > 0 &&
              `, of which ${moneyText(settled, currency)} because several sites booked at once while one was cut off`}
            .
          </Text>
        ))}
        {money.length === 0 && <Text size="sm">Nothing was charged above it.</Text>}
      </Stack>
    </Paper>
  );
}

type PartProps = {
  readonly name: string;
  readonly used: number;
  readonly whole: number;
  readonly text: (amount: number) => string;
};

function Part({ name, used, whole, text }: PartProps) {
  const said = `${text(Math.max(0, whole - used))} left of ${text(whole)}`;
  return (
    <div>
      <Text size="sm">
        {name}: <strong>{said}</strong>
      </Text>
      <Progress
        value={Math.min(100, (used / whole) * 100)}
        aria-label={`${name} used: ${said}`}
        size="md"
        mt={4}
      />
    </div>
  );
}

/** `2027-03` as `March 2027`. */
function monthName(period: string): string {
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(`${period}-15T12:00:00Z`),
  );
}
