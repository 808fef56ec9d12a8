import type { DayView, ResourceView } from '@lintel/core/sites/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, minuteMs } from '@lintel/core/time.ts';
import { Text } from '@mantine/core';
import { Fragment } from 'react';
import { FreeStretch } from './free-stretch.tsx';
import { hourTicks, percent, placed, visibleSpan } from './geometry.ts';
import { freeStretches } from './stretches.ts';
import { TakenBar } from './taken-bar.tsx';
import { resourceText } from './words.ts';

/** Someone pressed a free stretch: where, and from when. */
export type Opening = { readonly resource: ResourceView; readonly free: Span; readonly startsAt: EpochMs };

export type DayProps = {
  readonly day: DayView;
  readonly resources: readonly ResourceView[];
  readonly now: EpochMs;
  readonly open: (opening: Opening) => void;
};

/** A day as one lane a resource: bookings are bars, and every free stretch is a button. */
export function Timeline({ day, resources, now, open, whole }: DayProps & { readonly whole: boolean }) {
  const { timeZone } = day.site;
  const inDay = now >= day.startsAt && now < day.endsAt;
  const shown = [...day.bookings, ...(inDay ? [{ startsAt: now, endsAt: addMs(now, minuteMs) }] : [])];
  const visible = whole ? day : visibleSpan(day, timeZone, shown);
  const ticks = hourTicks(day, timeZone).flatMap((tick) => {
    const place = placed({ startsAt: tick.at, endsAt: addMs(tick.at, 1) }, visible);
    return place ? [{ ...tick, left: percent(place.left) }] : [];
  });
  const nowPlace = placed({ startsAt: now, endsAt: addMs(now, 1) }, visible);

  return (
    <section className="timeline" aria-label="Timeline of the day">
      <div className="timeline-corner" />
      <div className="timeline-hours" aria-hidden="true">
        {ticks.slice(1).map((tick) => (
          <span key={tick.at} style={{ left: tick.left }}>
            {tick.label}
          </span>
        ))}
      </div>
      {resources.map((resource) => (
        <Fragment key={resource.id}>
          <div className="timeline-name">
            <Text fw={600} size="sm" truncate>
              {resource.name}
            </Text>
            <Text size="xs" c="dimmed">
              {resourceText(resource)}
            </Text>
          </div>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form */}
          <div className="timeline-lane" role="group" aria-label={resource.name}>
            {freeStretches(resource, day.bookings, day, now).map((free) => (
              <FreeStretch key={free.startsAt} {...{ resource, free, visible, timeZone, open }} />
            ))}
            {ticks.map((tick) => (
              <div key={tick.at} className="timeline-tick" style={{ left: tick.left }} />
            ))}
            {day.bookings
              .filter((booking) => booking.resourceId === resource.id)
              .map((booking) => (
                <TakenBar key={booking.id} {...{ booking, visible, timeZone }} />
              ))}
            {nowPlace && <div className="timeline-now" style={{ left: percent(nowPlace.left) }} />}
          </div>
        </Fragment>
      ))}
    </section>
  );
}
