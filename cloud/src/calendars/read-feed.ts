import { createHash } from 'node:crypto';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import { may, type Viewer } from '../members/may.ts';
import { findViewer } from '../members/store.ts';
import { entryOf } from './entries.ts';
import { feedRows } from './entry-store.ts';
import { type CalendarEntry, icsText } from './ics.ts';
import { findLink, type NamedLink, noteRead } from './link-store.ts';

export type Feed = {
  /** The same as long as the feed says the same. */
  readonly etag: string;
  /** Draws it: needed only by whoever does not have it yet. */
  readonly text: () => string;
};

/** Calendar programs are asked to come back every quarter of an hour; most come when they like. */
const refreshS = 15 * 60;

/**
 * What the address shows now. Absent when there is no such link, it was revoked, or whoever made it may no longer see what it shows: rights are looked up at every read, so that a membership
 * that ends takes its links along.
 */
export async function readFeed(tx: Tx, tokenHash: string, at: EpochMs): Promise<Feed | undefined> {
  const link = await findLink(tx, tokenHash);
  const viewer = link && (await findViewer(tx, link.holder_id, at));
  if (!link || !viewer || !maySee(viewer, link)) return undefined;
  const seeing = {
    holderId: link.holder_id,
    withNames: link.with_names && mayName(viewer, link),
    isOwn: link.kind === 'member',
  };
  const entries = (await feedRows(tx, link, at)).map((row) => entryOf(row, seeing));
  await noteRead(tx, link.id, at);
  const name = nameOf(link, viewer.name);
  return { etag: etagOf(name, entries), text: () => icsText({ name, entries, refreshS }) };
}

function maySee(viewer: Viewer, { kind, site_id }: NamedLink): boolean {
  return kind === 'member' || (site_id !== null && may(viewer, 'see_site', site_id));
}

/** Whether this viewer may show others' names in a feed of this site. */
export function mayName(viewer: Viewer, { site_id }: Pick<NamedLink, 'site_id'>): boolean {
  return site_id !== null && may(viewer, 'see_names', site_id);
}

function nameOf(link: NamedLink, holderName: string): string {
  if (link.kind === 'member') return `Bookings of ${holderName}`;
  return link.resourceName === null ? (link.siteName ?? '') : `${link.resourceName}, ${link.siteName}`;
}

function etagOf(name: string, entries: readonly CalendarEntry[]): string {
  const hash = createHash('sha256').update(JSON.stringify([name, entries]));
  return `"${hash.digest('base64url').slice(0, 27)}"`;
}
