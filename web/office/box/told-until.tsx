import { Text } from '@mantine/core';
import { useServerClock } from '../../ui/server-clock.ts';
import { agoText, dayAndClock } from '../../ui/zone.ts';
import type { OfficeSite } from '../office-sites.ts';

/** The instant up to which the office knows what the box did, and what it cannot know after that. */
export function ToldUntil({ site }: { readonly site: OfficeSite }) {
  const now = useServerClock(10_000);
  const { factAt } = site.link;
  if (factAt === undefined)
    return (
      <Text size="sm">
        The box has never told of anything. <strong>What it promised to anybody is not known here.</strong>
      </Text>
    );
  return (
    <Text size="sm">
      The last it told of is from{' '}
      <strong>
        {dayAndClock(factAt, site.timeZone)} ({agoText(Math.max(0, now - factAt))})
      </strong>
      . Walk-ins, changes at the console and check-ins after that may exist at the site and are not known
      here: the same time may be booked again.
    </Text>
  );
}
