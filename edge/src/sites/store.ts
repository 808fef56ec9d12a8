import type { SiteInfo } from '@lintel/core/sync/wire.ts';
import { site } from '@lintel/core/sync/wire.ts';
import { findMeta } from '../database/meta.ts';
import type { Store } from '../database/store.ts';

/** The site as the feed described it; absent until the first snapshot. */
export function findSite(store: Store): SiteInfo | undefined {
  const text = findMeta(store, 'site');
  return text ? site.parse(JSON.parse(text)) : undefined;
}
