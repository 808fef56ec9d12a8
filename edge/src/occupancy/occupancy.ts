import type { ResourceId } from '@lintel/core/ids.ts';
import { type Followed, follow, followWord, type Watched, watch } from '@lintel/core/occupancy/follow.ts';
import type { Sensed, SensorWord } from '@lintel/core/occupancy/sense.ts';
import { addMs, type EpochMs, epochMs, hourMs } from '@lintel/core/time.ts';
import type { Logger } from 'pino';
import { type Service, sleep } from '../service.ts';
import { type Read, readAvailability, readPayload } from './payload.ts';
import { rulesOf, type Sensor, sensorName } from './sensors.ts';
import { Telemetry } from './telemetry.ts';

/** `occupied` is absent when no sensor can say: that is neither "free" nor "taken". `at` is the box's wall clock. */
export type OccupancyChanged = {
  readonly resourceId: ResourceId;
  readonly occupied: boolean | undefined;
  readonly sensor: string;
  readonly at: EpochMs;
};

export type OccupancyOf = {
  readonly sensors: readonly Sensor[];
  readonly telemetryFile: string;
  /** Raw readings older than this are forgotten. */
  readonly keepDays: number;
  readonly now: () => EpochMs;
  /** Milliseconds on a clock that never steps. */
  readonly nowMs: () => number;
  readonly listen: (filter: string, heard: (topic: string, payload: string) => void) => () => void;
  readonly onChange: (change: OccupancyChanged) => void;
  readonly log: Logger;
};

export type Occupancy = Service & {
  /** Absent when no sensor can say. */
  occupied(resourceId: ResourceId): boolean | undefined;
  trouble(): readonly string[];
};

const occupiedBy: Record<Sensed, boolean | undefined> = { occupied: true, vacant: false, unknown: undefined };

export function createOccupancy(of: OccupancyOf): Occupancy {
  const followed = new Rooms(of);
  let telemetry: Telemetry | undefined;

  const hear = (sensor: Sensor, read: Read) => {
    if ('fault' in read) return followed.misread(sensor, read.fault);
    telemetry?.keep({
      at: of.now(),
      sensor: sensorName(sensor),
      resourceId: sensor.resourceId,
      word: read.word,
    });
    followed.hear(sensor, read.word);
  };

  return {
    name: 'occupancy',
    occupied: (resourceId) => followed.occupied(resourceId),
    trouble: () => [...(telemetry?.trouble() ?? []), ...followed.misreadings()],
    async run(signal) {
      const running = new Telemetry(of.telemetryFile, of.now());
      telemetry = running;
      const stops = of.sensors.flatMap((sensor) => [
        of.listen(sensor.topic, (_topic, text) => hear(sensor, readPayload(sensor.payload, text))),
        ...(sensor.availability
          ? [of.listen(sensor.availability, (_topic, text) => hear(sensor, readAvailability(text)))]
          : []),
      ]);
      try {
        await tick(of, followed, running, signal);
      } finally {
        for (const stop of stops) stop();
        await running.close();
      }
    },
  };
}

async function tick(
  of: OccupancyOf,
  followed: Rooms,
  telemetry: Telemetry,
  signal: AbortSignal,
): Promise<void> {
  let prunedMs = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    followed.look();
    telemetry.flush();
    if (of.nowMs() - prunedMs > hourMs) {
      prunedMs = of.nowMs();
      telemetry.prune(of.now() - of.keepDays * 24 * hourMs);
    }
    await sleep(1000, signal);
  }
}

/** The rooms with sensors, followed on a clock that never steps: a corrected wall clock must not empty or fill a room. */
class Rooms {
  readonly #of: OccupancyOf;
  readonly #rooms: Map<ResourceId, Watched>;
  readonly #faults = new Map<string, string>();
  readonly #bootMs: number;
  readonly #bootAt: EpochMs;

  constructor(of: OccupancyOf) {
    this.#of = of;
    this.#bootAt = of.now();
    this.#bootMs = of.nowMs();
    const byRoom = Map.groupBy(of.sensors, (sensor) => sensor.resourceId);
    this.#rooms = new Map(
      [...byRoom].map(([room, sensors]) => [
        room,
        watch(new Map(sensors.map((sensor) => [sensorName(sensor), rulesOf(sensor)])), this.#bootAt),
      ]),
    );
  }

  occupied(room: ResourceId): boolean | undefined {
    return occupiedBy[this.#rooms.get(room)?.sensed ?? 'unknown'];
  }

  hear(sensor: Sensor, word: SensorWord): void {
    this.#faults.delete(sensorName(sensor));
    const room = this.#rooms.get(sensor.resourceId);
    if (room) this.#take(sensor.resourceId, followWord(room, sensorName(sensor), word, this.#steadyNow()));
  }

  /** Lets time pass: holds end and silent sensors stop being believed. */
  look(): void {
    const at = this.#steadyNow();
    for (const [resourceId, room] of this.#rooms) this.#take(resourceId, follow(room, at));
  }

  misread(sensor: Sensor, fault: string): void {
    const sentence = `The sensor ${sensor.topic} sent a message that could not be read (${fault}); correct its payload in the devices file.`;
    if (this.#faults.get(sensorName(sensor)) !== sentence)
      this.#of.log.warn({ sensor: sensorName(sensor) }, sentence);
    this.#faults.set(sensorName(sensor), sentence);
  }

  misreadings(): readonly string[] {
    return [...this.#faults.values()];
  }

  #take(resourceId: ResourceId, { watched, changes }: Followed): void {
    this.#rooms.set(resourceId, watched);
    const lag = this.#of.now() - watched.at;
    for (const { to, sensor, at } of changes) {
      this.#of.onChange({ resourceId, occupied: occupiedBy[to], sensor, at: addMs(at, lag) });
    }
  }

  #steadyNow(): EpochMs {
    return epochMs(this.#bootAt + Math.round(this.#of.nowMs() - this.#bootMs));
  }
}
