import { minuteMs } from '@lintel/core/time.ts';
import { resourceId } from '@lintel/core/wire.ts';
import { z } from 'zod';

/** One topic, as it is published: a wildcard would make several sensors look like one. */
const topic = z
  .string()
  .max(240)
  .regex(/^[^#+$/][^#+]*$/, { error: 'must be one topic, without "+" or "#"' });

/** `on_off`: the text ON or OFF. `json:a.b`: a JSON object whose field `b` of `a` is true, false, 1, 0, "ON" or "OFF". */
const payload = z.string().regex(/^(on_off|json:[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){0,4})$/, {
  error: 'must be on_off, or json: and the field that says it (json:occupancy)',
});

/**
 * One sensor in the box's devices file. `availability` is the topic on which it, or its broker on its behalf, says online and offline.
 * `silentAfterMin` must be longer than it is ever quiet by itself: one that speaks only of changes needs many hours.
 */
export const sensor = z.strictObject({
  topic,
  resourceId,
  payload,
  availability: topic.optional(),
  holdMin: z.number().min(0).max(240).default(5),
  silentAfterMin: z
    .number()
    .min(1)
    .max(7 * 24 * 60)
    .default(24 * 60),
});
export type Sensor = z.infer<typeof sensor>;

/** The section `sensors` of the devices file. */
export const sensors = z
  .array(sensor)
  .max(2000)
  .superRefine((all, context) => {
    const seen = new Set<string>();
    for (const [index, { topic: name, payload: kind, resourceId: room }] of all.entries()) {
      const key = `${name} ${kind} ${room}`;
      if (seen.has(key)) {
        context.addIssue({
          code: 'custom',
          path: [index],
          message: 'this sensor is listed twice; remove one',
        });
      }
      seen.add(key);
    }
  });

export function rulesOf({ holdMin, silentAfterMin }: Sensor): { holdMs: number; silentAfterMs: number } {
  return { holdMs: holdMin * minuteMs, silentAfterMs: silentAfterMin * minuteMs };
}

/** The sensor's name in readings and facts. One device may sense several things in one message. */
export function sensorName({ topic: name, payload: kind }: Sensor): string {
  return kind === 'on_off' ? name : `${name}#${kind.slice('json:'.length)}`;
}
