import type { SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, desc, eq, inArray, lte, or } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import { holder } from '../members/tables.ts';
import type { NoticeRow } from './store.ts';
import { notice } from './tables.ts';

export type UnsentRow = NoticeRow & { readonly holderName: string; readonly email: string };

/** Mails that failed, and those that were due and have not gone out, at these sites or at all; the newest first. */
export async function unsentAt(
  tx: Tx,
  siteIds: readonly SiteId[] | undefined,
  at: EpochMs,
  most: number,
): Promise<readonly UnsentRow[]> {
  const rows = await tx.db
    .select({ notice, holderName: holder.name, email: holder.email })
    .from(notice)
    .innerJoin(holder, and(eq(holder.operator_id, notice.operator_id), eq(holder.id, notice.holder_id)))
    .where(
      and(
        eq(notice.operator_id, tx.operatorId),
        or(eq(notice.state, 'failed'), and(eq(notice.state, 'waiting'), lte(notice.made_at, at))),
        siteIds ? inArray(notice.site_id, [...siteIds]) : undefined,
      ),
    )
    .orderBy(desc(notice.made_at), notice.id)
    .limit(most);
  return rows.map(({ notice: row, holderName, email }) => ({ ...row, holderName, email }));
}
