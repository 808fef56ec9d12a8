import type { EpochMs, Span } from '@lintel/core/time.ts';
import { Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Wish } from '../calendar/book.ts';
import { placeText } from '../grid/lane.tsx';
import { Problem } from '../notes.tsx';
import { clock, dayName, foreignZone, readersZone } from '../zone.ts';
import { firstLength, spanOf } from './times.ts';
import { TimesFields } from './times-fields.tsx';
import { useJudged } from './use-judged.ts';
import { VerdictNote } from './verdict-note.tsx';
import type { WishPlace } from './wish-dialog.tsx';

type Props = {
  readonly place: WishPlace;
  readonly now: EpochMs;
  readonly judgePath: string;
  readonly titleLabel: string;
  readonly asking: boolean;
  readonly error: Error | null;
  readonly book: (wish: Wish) => void;
  readonly more: ((wish: Wish, isTaken: boolean) => ReactNode) | undefined;
};

/** When, for how long, for how many and what for. What it takes or why it cannot be stands above the button, which books only what may be booked. */
export function WishForm({ place, now, judgePath, titleLabel, asking, error, book, more }: Props) {
  const { resource, timeZone, siteName } = place;
  const [span, setSpan] = useState<Span>(() =>
    spanOf(place.startsAt, firstLength(resource, place.startsAt, place.endsAt, place.freeUntil)),
  );
  const [title, setTitle] = useState('');
  const [people, setPeople] = useState(0);
  const verdict = useJudged({ resourceId: resource.id, ...span, people }, judgePath);
  const reasons = verdict.kind === 'judged' ? verdict.judged.reasons : [];
  const wish: Wish = { resourceId: resource.id, ...span, title: title.trim(), ...(people ? { people } : {}) };
  const zone = foreignZone(span.startsAt, timeZone, readersZone());

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (reasons.length === 0) book(wish);
      }}
    >
      <Stack>
        <div>
          <Text>
            {dayName(span.startsAt, timeZone)}, {siteName}
          </Text>
          <Text size="sm" c="dimmed">
            {placeText(resource)}
            {zone && `. Times are ${zone}.`}
          </Text>
        </div>
        <TimesFields {...{ steps: resource, day: place.day, now, timeZone, span }} choose={setSpan} />
        <Group grow align="start" preventGrowOverflow={false}>
          <TextInput
            label={titleLabel}
            maxLength={120}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          {resource.capacity > 1 && (
            <NumberInput
              label="People, you included"
              placeholder="Not said"
              min={1}
              max={10_000}
              allowDecimal={false}
              allowNegative={false}
              value={people || ''}
              onChange={(value) => setPeople(Number(value) || 0)}
            />
          )}
        </Group>
        <VerdictNote
          {...{ verdict, timeZone, busy: asking }}
          help={place.help}
          take={({ resourceName: _, ...free }) => book({ ...wish, ...free })}
        >
          {more?.(
            wish,
            reasons.some(({ kind }) => kind === 'taken'),
          )}
        </VerdictNote>
        {error && <Problem error={error} />}
        <Button type="submit" loading={asking} disabled={reasons.length > 0}>
          Book {clock(span.startsAt, timeZone)}–{clock(span.endsAt, timeZone)}
        </Button>
        {reasons.length === 0 && more?.(wish, false)}
      </Stack>
    </form>
  );
}
