import { pino } from 'pino';
import { createRelease, listNoShows } from '../../../edge/src/bookings/release.ts';
import type { Service } from '../../../edge/src/service.ts';
import { FeedGap } from '../../../edge/src/sync/apply.ts';
import { CloudRefused } from '../../../edge/src/sync/cloud.ts';
import { Link } from '../../../edge/src/sync/link.ts';
import { nextFacts } from '../../../edge/src/sync/outbox.ts';
import { createPull } from '../../../edge/src/sync/pull.ts';
import { createPush } from '../../../edge/src/sync/push.ts';
import type { Life } from '../machine/life.ts';
import type { SimBox } from './sim-box.ts';
import { LineDown } from './uplink.ts';

const log = pino({ level: 'silent' });

/** The product's services that touch the calendar, each started again when it ends, for as long as the box lives. */
export function runServices(box: SimBox, life: Life): void {
  const stop = new AbortController();
  life.onEnd(() => stop.abort(new Error('the box has ended')));
  for (const service of servicesOf(box, life)) void supervise(service, box, life, stop.signal);
}

function servicesOf(box: SimBox, life: Life): readonly Service[] {
  const { changes } = box;
  const cloud = () => {
    if (!box.identity) throw new LineDown('the box is nobody yet');
    return box.parts.uplink.lineOf(box, box.identity, life);
  };
  const now = () => ({ at: box.now(), trust: 'trusted' }) as const;
  return [
    late('feed', () =>
      createPull(
        cloud(),
        {
          position: () => box.position(),
          now: () => box.now(),
          applyChanges: (batch, at) => box.run('applyChanges', { changes: batch, at }),
          applySnapshot: (snapshot, at) => box.run('applySnapshot', { snapshot, at }),
          answerAsk: (question) => box.run('answerAsk', question),
          standDown: () => box.run('requireRegistration', undefined),
          hearTime: () => {},
        },
        new Link(changes),
        log,
      ),
    ),
    late('outbox', () =>
      createPush(
        cloud(),
        {
          next: () => nextFacts(box.store),
          acknowledge: (seq) => box.run('acknowledge', { seq }),
          sendAgainFrom: async (seq) => {
            box.parts.story.count('facts sent again to a cloud that lost them');
            return await box.run('sendAgainFrom', { seq });
          },
          untilNews: (lengthMs, signal) => untilNews(box, life, lengthMs, signal),
          complain: (why) => {
            if (why) box.parts.story.count('outbox refused');
          },
        },
        log,
      ),
    ),
    createRelease({
      now,
      listDue: (at) => listNoShows(box.store, at),
      release: (id, at) => box.run('releaseNoShow', { id, at }),
      rest: (lengthMs) => paced(life, lengthMs),
    }),
  ];
}

/** A service that is built anew each time it is started, for who the box is may have changed. */
function late(name: string, build: () => Service): Service {
  return { name, run: (signal) => build().run(signal) };
}

function paced(life: Life, lengthMs: number): Promise<void> {
  return new Promise((resolve) => {
    life.pace.after(lengthMs, resolve);
  });
}

async function untilNews(box: SimBox, life: Life, lengthMs: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      cancel();
      unlisten();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = life.pace.after(lengthMs, done);
    const unlisten = box.changes.listen((topic) => topic === 'facts' && done());
    signal.addEventListener('abort', done, { once: true });
  });
}

/** As the product's, at a simulated pace. What only a broken program throws is a finding. */
async function supervise(service: Service, box: SimBox, life: Life, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !life.ended; failures++) {
    const before = life.pace.monoMs();
    try {
      await service.run(signal);
    } catch (error) {
      if (life.ended) return;
      if (!isExpected(error)) box.parts.watch.fault(`${service.name} of ${box.name}`, error);
      box.parts.story.count(`${service.name} began again`);
    }
    if (life.pace.monoMs() - before > 60_000) failures = 0;
    await paced(life, Math.min(250 * 2 ** failures, service.backoffMostMs ?? 30_000));
  }
}

const foreseen =
  /fell silent|did not answer in time|another history|not whole|has not begun|had not begun|did not send/;

function isExpected(error: unknown): boolean {
  if (error instanceof LineDown || error instanceof CloudRefused || error instanceof FeedGap) return true;
  return error instanceof Error && foreseen.test(error.message);
}
