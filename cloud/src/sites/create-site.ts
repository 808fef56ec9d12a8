import { randomBytes } from 'node:crypto';
import type { SiteId } from '@lintel/core/ids.ts';
import type { OpeningHours } from '@lintel/core/sites/opening.ts';
import { epochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import type { Keys } from '../keys.ts';
import { siteFeed } from '../sync/tables.ts';
import { site, siteHours } from './tables.ts';

export type NewSite = {
  readonly id: SiteId;
  readonly name: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly help: { readonly name: string; readonly email: string; readonly phone: string };
  /** The week's opening hours; weekdays from eight to eight when nothing is said. */
  readonly weekly?: OpeningHours['weekly'] | undefined;
};

const weekdays: OpeningHours['weekly'] = [1, 2, 3, 4, 5].map((weekday) => ({
  weekday,
  opensMin: 8 * 60,
  closesMin: 20 * 60,
}));

/** A site with its feed, its own key for credentials, and a horizon in the past: until a box is enrolled the cloud owns its whole calendar. Again, it changes nothing. */
export async function createSite(tx: Tx, wanted: NewSite, keys: Keys): Promise<void> {
  await tx.db
    .insert(site)
    .values({
      operator_id: tx.operatorId,
      id: wanted.id,
      name: wanted.name,
      time_zone: wanted.timeZone,
      currency: wanted.currency,
      help_name: wanted.help.name,
      help_email: wanted.help.email,
      help_phone: wanted.help.phone,
    })
    .onConflictDoNothing();
  await tx.db
    .insert(siteHours)
    .values(
      (wanted.weekly ?? weekdays).map(({ weekday, opensMin, closesMin }) => ({
        operator_id: tx.operatorId,
        site_id: wanted.id,
        weekday,
        opens_min: opensMin,
        closes_min: closesMin,
      })),
    )
    .onConflictDoNothing();
  await tx.db
    .insert(siteFeed)
    .values({
      operator_id: tx.operatorId,
      site_id: wanted.id,
      horizon_at: epochMs(0),
      credential_key_sealed: keys.seal(randomBytes(32).toString('hex')),
    })
    .onConflictDoNothing();
}
