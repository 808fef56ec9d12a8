import type { WholeSeries } from '@lintel/core/bookings/series-wire.ts';
import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Said } from '../../ui/booking/said.tsx';
import { noonOf } from '../../ui/grid/week.ts';
import { Problem } from '../../ui/notes.tsx';
import { dayName } from '../../ui/zone.ts';
import { type Place, PlaceFields } from './place-fields.tsx';
import { StepPreview } from './step-preview.tsx';
import { useSeriesStep } from './use-series.ts';

/** What is to be done with which dates; without a last date with all that follow. */
export type RangeAct = {
  readonly kind: 'change' | 'cancel' | 'give';
  readonly from: string;
  readonly until?: string;
};

type Props = { readonly whole: WholeSeries; readonly act: RangeAct; readonly close: () => void };

const titles = { change: 'Change dates', cancel: 'Cancel dates', give: 'Give the series away' };

/** Changes, cancels or gives away one date, this and the following, or a range: first it says date by date what that would do, then it is done. */
export function RangeDialog({ whole, act, close }: Props) {
  return (
    <Modal
      opened
      onClose={close}
      title={titles[act.kind]}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Steps {...{ whole, act, close }} />
    </Modal>
  );
}

function Steps({ whole, act, close }: Props) {
  const [before] = useState(whole);
  const { series } = before;
  const [from, setFrom] = useState(act.from);
  const [until, setUntil] = useState(act.until ?? '');
  const [place, setPlace] = useState<Place>({
    resourceId: series.resourceId,
    startMin: series.startMin,
    endMin: series.endMin,
    title: series.title,
  });
  const [email, setEmail] = useState('');
  const step = useSeriesStep(series.id);
  const send = (preview: boolean) => {
    const range = { from, ...(until && act.kind !== 'give' ? { until } : {}) };
    const common = { version: series.version, range, preview };
    const path = act.kind === 'cancel' ? 'cancel' : 'change';
    const change =
      act.kind === 'give' ? { kind: 'transfer', toEmail: email.trim() } : { kind: 'place', ...place };
    step.mutate({ path, body: act.kind === 'cancel' ? common : { ...common, change } });
  };
  const edit = <Value,>(set: (value: Value) => void) => {
    return (value: Value) => {
      set(value);
      step.reset();
    };
  };

  if (step.data?.kind === 'changed')
    return (
      <Stack>
        <Said tone="good" word={act.kind === 'cancel' ? 'Cancelled' : 'Changed'}>
          Dates that could not be had stay as they were and say why.
        </Said>
        <Button onClick={close}>Done</Button>
      </Stack>
    );
  if (step.data?.kind === 'stale')
    return (
      <Stack>
        <Said tone="warn" word="It was changed meanwhile">
          {step.data.sentence} It is now: {step.data.current.series.sentence}.
        </Said>
        <Button onClick={close}>Look at it again</Button>
      </Stack>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send(true);
      }}
    >
      <Stack>
        <RangeFields
          {...{ whole: before, from, until }}
          canEnd={act.kind !== 'give'}
          setFrom={edit(setFrom)}
          setUntil={edit(setUntil)}
        />
        {act.kind === 'change' && <PlaceFields {...{ series, place }} choose={edit(setPlace)} />}
        {act.kind === 'give' && (
          <TextInput
            label="Their e-mail"
            type="email"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => edit(setEmail)(event.currentTarget.value)}
          />
        )}
        {step.error && <Problem error={step.error} />}
        {step.data?.kind === 'preview' && (
          <StepPreview preview={step.data} timeZone={series.timeZone} isCancel={act.kind === 'cancel'} />
        )}
        <Group>
          <Button type="submit" variant={step.data ? 'default' : 'filled'} loading={step.isPending}>
            Show what it does
          </Button>
          {step.data?.kind === 'preview' && (
            <Button loading={step.isPending} onClick={() => send(false)}>
              {titles[act.kind]}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

type RangeProps = {
  readonly whole: WholeSeries;
  readonly from: string;
  readonly until: string;
  readonly canEnd: boolean;
  readonly setFrom: (date: string) => void;
  readonly setUntil: (date: string) => void;
};

function RangeFields({ whole, from, until, canEnd, setFrom, setUntil }: RangeProps) {
  const which = until === '' ? 'following' : until === from ? 'one' : 'range';
  return (
    <>
      <Group grow align="start" preventGrowOverflow={false}>
        <NativeSelect
          label="From"
          value={from}
          data={whole.occurrences.map(({ date }) => ({ value: date, label: dayName(noonOf(date), 'UTC') }))}
          onChange={(event) => {
            setFrom(event.currentTarget.value);
            if (which === 'one') setUntil(event.currentTarget.value);
          }}
        />
        {canEnd && (
          <NativeSelect
            label="Which"
            value={which}
            data={[
              { value: 'one', label: 'Only this date' },
              { value: 'following', label: 'This and all that follow' },
              { value: 'range', label: 'Until a day' },
            ]}
            onChange={(event) => {
              const { value } = event.currentTarget;
              const last = whole.occurrences.at(-1)?.date ?? from;
              setUntil(value === 'one' ? from : value === 'following' ? '' : last === from ? '' : last);
            }}
          />
        )}
      </Group>
      {canEnd && which === 'range' && (
        <TextInput
          label="Last day"
          type="date"
          min={from}
          value={until}
          onChange={(event) => event.currentTarget.value && setUntil(event.currentTarget.value)}
        />
      )}
      {!canEnd && <Text size="sm">From this date on, with all that follow.</Text>}
    </>
  );
}
