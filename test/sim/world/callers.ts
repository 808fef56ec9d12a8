import type { Viewer } from '../../../cloud/src/members/may.ts';
import { directorId, emailOf, holderId, operatorId } from './house.ts';
import type { World } from './world.ts';

export function memberViewer(n: number): Viewer {
  return { ...common, holderId: holderId(n), name: `Member ${n}`, email: emailOf(n), memberOf: 'all' };
}

const common = { operatorId, operatorName: 'Simulated' };

export const director: Viewer = {
  ...common,
  holderId: directorId,
  name: 'Director',
  email: emailOf(99),
  staff: { role: 'director' },
  memberOf: [],
};

/** A person's request to the cloud: absent when no answer came back, whatever has become of it there. */
export function askCloud<T>(world: World, what: string, work: () => Promise<T>): Promise<T | undefined> {
  const { cloud, agenda, chance, observer } = world;
  return new Promise((resolve) => {
    const give = (answer: T | undefined, afterMs: number) =>
      void agenda.after(afterMs, () => resolve(answer));
    if (!cloud.isUp) return give(undefined, 1_000);
    cloud.life.onEnd(() => give(undefined, chance.between(10, 2_000)));
    work().then(
      (answer) => (chance.maybe(0.02) ? give(undefined, 10_000) : give(answer, chance.between(5, 80))),
      (error) => {
        observer.fault(what, error);
        give(undefined, 0);
      },
    );
  });
}

/** The same question until it is answered, as an app asks that lost its answer; gives up after a while. */
export async function insist<T>(world: World, what: string, work: () => Promise<T>): Promise<T | undefined> {
  for (let tries = 1; tries <= 4; tries++) {
    const answer = await askCloud(world, what, work);
    if (answer !== undefined) return answer;
    world.story.count('person asks again');
    await new Promise<void>((resolve) => world.agenda.after(world.chance.wait(20_000), resolve));
  }
  return undefined;
}
