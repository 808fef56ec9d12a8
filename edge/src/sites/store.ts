import type { SiteInfo } from '@lintel/core/sync/wire.ts';
import { findMeta } from '../database/meta.ts';
import type { Store } from '../database/store.ts';

/** The site as the feed described it; absent until the first snapshot. It was read by its schema before it was kept; reading it again would load schemas into the writer. */
export function findSite(store: Store): SiteInfo | undefined {
  const text = findMeta(store, 'site');
  return text ? (JSON.parse(text) as SiteInfo) : undefined;
}
