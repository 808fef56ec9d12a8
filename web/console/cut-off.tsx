import type { HealthView } from '@lintel/core/health/wire.ts';
import { List } from '@mantine/core';
import { Notice } from '../ui/notice.tsx';
import { agoText, dayAndClock, lengthText } from '../ui/zone.ts';

type Props = { readonly health: HealthView; readonly timeZone: string };

/** What is possible and what is not while the site is cut off, until which instant, and what waits. */
export function CutOff({ health, timeZone }: Props) {
  const { heardAt, horizonAt, state, quarantineUntil, isUnregistered } = health.link;
  if (state === 'not_enrolled' && health.site === undefined) {
    return (
      <Notice tone="warn" role="status" title="This box belongs to no site yet">
        Make an enrolment code for the site in the office, and give it to this box.
      </Notice>
    );
  }
  const since =
    heardAt === undefined ? '' : ` since ${dayAndClock(heardAt, timeZone)} (${agoText(health.at - heardAt)})`;
  const mayBook = horizonAt !== undefined && horizonAt > health.at && !quarantineUntil && !isUnregistered;
  return (
    <Notice tone="warn" role="status" title={`Cut off from the cloud${since}`}>
      <List size="sm">
        <List.Item>
          Works: doors, panels, cards and PINs
          {mayBook
            ? `, and booking, moving and cancelling here what ends by ${dayAndClock(horizonAt, timeZone)} (${inText(horizonAt - health.at)}).`
            : '.'}
        </List.Item>
        <List.Item>
          Does not:{' '}
          {mayBook ? 'booking here beyond then, ' : 'booking here until the box has heard the cloud, '}
          and letting in whoever is new in the portal since.
        </List.Item>
        <List.Item>
          Waits: portal bookings of this time, which stay “not confirmed yet”; changed memberships
          {waitingText(health)}.
        </List.Item>
        <List.Item>Nothing is lost: it all goes on by itself when the internet is back.</List.Item>
        {lineTrouble(health).map((sentence) => (
          <List.Item key={sentence}>{sentence}</List.Item>
        ))}
      </List>
    </Notice>
  );
}

const ofLine = (sentence: string) => sentence.startsWith('No link to the cloud');

/** What the line itself complains of: it stands in the banner of the cut. */
function lineTrouble({ trouble }: HealthView): readonly string[] {
  return trouble.filter(ofLine);
}

/** What troubles the box besides the cut that its banner tells of. */
export function troubleBesides({ trouble, link }: HealthView): readonly string[] {
  return link.state === 'live' ? trouble : trouble.filter((sentence) => !ofLine(sentence));
}

/** `35 h left` */
function inText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return `${lengthText(minutes >= 120 ? Math.floor(minutes / 60) * 60 : minutes)} left`;
}

function waitingText({ link }: HealthView): string {
  const { waiting } = link.outbox;
  return waiting === 0 ? '' : `; this site’s news for the office (${waiting})`;
}
