import { changeBody } from '@lintel/core/sync/wire.ts';
import type { FeedBody } from './apply.ts';

/** Reads a body of the feed where it crosses into the box. What this version does not know is kept as it came. */
export function readBody(raw: { readonly kind: string }): FeedBody {
  const parsed = changeBody.safeParse(raw);
  if (parsed.success) return { is: 'known', body: parsed.data };
  return { is: 'unknown', kind: raw.kind, text: JSON.stringify(raw) };
}
