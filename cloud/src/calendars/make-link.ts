import { randomBytes, randomUUID } from 'node:crypto';
import type { ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import { sha256 } from '../keys.ts';
import { may, type Viewer } from '../members/may.ts';
import { findSite } from '../sites/store.ts';
import { countLinks, findResource, insertLink, linksOf, type NamedLink } from './link-store.ts';
import { mayName } from './read-feed.ts';

export type LinkWish = { readonly withNames: boolean } & (
  | { readonly of: 'member' }
  | { readonly of: 'resource'; readonly resourceId: ResourceId }
  | { readonly of: 'site'; readonly siteId: SiteId }
);

export type LinkMade =
  /** `token` is the unguessable part of the address, told this once. */
  | { readonly kind: 'made'; readonly link: NamedLink; readonly token: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not_yours' }
  | { readonly kind: 'too_many'; readonly most: number };

const linksMost = 20;
/** 256 bits: nobody finds one by trying. */
const tokenBytes = 32;

export const tokenShape = /^[\w-]{43}$/;

/** Makes an address at which a calendar program reads what the viewer may see. Only a hash of it is kept. */
export async function makeLink(tx: Tx, viewer: Viewer, wish: LinkWish, at: EpochMs): Promise<LinkMade> {
  const place = await placeOf(tx, wish);
  if (place === 'unknown') return { kind: 'unknown' };
  if (place.siteId && !may(viewer, 'see_site', place.siteId)) return { kind: 'not_yours' };
  if (wish.withNames && !mayName(viewer, { site_id: place.siteId })) return { kind: 'not_yours' };
  if ((await countLinks(tx, viewer.holderId)) >= linksMost) return { kind: 'too_many', most: linksMost };

  const token = randomBytes(tokenBytes).toString('base64url');
  const id = randomUUID();
  await insertLink(tx, {
    id,
    holder_id: viewer.holderId,
    token_hash: sha256(token),
    kind: wish.of,
    site_id: place.siteId,
    resource_id: wish.of === 'resource' ? wish.resourceId : null,
    with_names: wish.withNames,
    made_at: at,
  });
  const link = (await linksOf(tx, viewer.holderId)).find((one) => one.id === id);
  if (!link) throw new Error('A link that was just made is not there.');
  return { kind: 'made', link, token };
}

async function placeOf(tx: Tx, wish: LinkWish): Promise<{ readonly siteId: SiteId | null } | 'unknown'> {
  switch (wish.of) {
    case 'member':
      return { siteId: null };
    case 'resource': {
      const found = await findResource(tx, wish.resourceId);
      return found ? { siteId: found.siteId } : 'unknown';
    }
    case 'site':
      return (await findSite(tx, wish.siteId)) ? { siteId: wish.siteId } : 'unknown';
    default:
      return wish satisfies never;
  }
}
