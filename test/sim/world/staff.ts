import { minuteMs } from '@lintel/core/time.ts';
import type { SimBox } from '../box/sim-box.ts';
import type { SimSite, World } from './world.ts';

const lookMs = 4 * minuteMs;

/** Whoever looks after the boxes: one that is nobody, or says that it must register, is given a code and started again, until it is somebody. */
export function lookAfter(world: World, site: SimSite): void {
  const { agenda, cloud } = world;
  let code: string | undefined;
  const look = () => {
    const { box } = site;
    const needsCode = box.isUp && (!box.identity || mustRegister(box));
    // A slip of paper gets lost.
    if (!needsCode || world.chance.maybe(0.1)) code = undefined;
    if (needsCode && cloud.isUp) {
      code ??= issueCode(world, site);
      box.crash();
      box.start(code);
    }
    agenda.after(lookMs, look);
  };
  look();
}

function mustRegister(box: SimBox): boolean {
  const { needsRegistration, awaitsSnapshot } = box.position();
  return needsRegistration && !awaitsSnapshot;
}

/** A code, made in the office and written down. */
function issueCode({ chance, cloud }: World, { siteId }: SimSite): string {
  const code = chance.id();
  void cloud.inTx('person', async ({ store }) => {
    store.run('INSERT INTO enrolment_code VALUES (?, ?, 0)', code, siteId);
  });
  return code;
}
