import { minuteMs } from '@lintel/core/time.ts';
import type { Context } from 'hono';
import { sha256 } from '../keys.ts';
import { addressOf } from '../members/auth-http.ts';
import { newRouter } from '../router.ts';
import type { CalendarsHttpParts } from './http.ts';
import { tokenShape } from './make-link.ts';
import { Rate } from './rate.ts';
import { readFeed } from './read-feed.ts';

/** What one link is read at the most: a calendar program that behaves comes every few minutes. */
const readsMost = 60;
/** What one address may ask for: a whole office behind it, or somebody who tries tokens. */
const asksMost = 600;
const missesMost = 30;

/**
 * `GET /calendars/<token>.ics`: the calendar behind a link, for programs that cannot sign in. What is not there, was revoked or may no longer be seen answers the same. No search engine
 * is to keep it, and no page it links to learns its address.
 */
export function feedHttp({ directory, withOperator, now, publicUrl }: CalendarsHttpParts) {
  const router = newRouter();
  const reads = new Rate(readsMost, minuteMs);
  const asks = new Rate(asksMost, minuteMs);
  const misses = new Rate(missesMost, minuteMs);
  router.get('/calendars/:file', async (c) => {
    c.header('X-Robots-Tag', 'noindex, nofollow, noarchive');
    c.header('Referrer-Policy', 'no-referrer');
    const address = addressOf(c, publicUrl !== undefined);
    const atMs = performance.now();
    const token = /^(.+)\.ics$/.exec(c.req.param('file'))?.[1] ?? '';
    const hash = sha256(token);
    if (!asks.admits(address, atMs)) return tooMany(c, asks);
    if (!reads.admits(hash, atMs)) return tooMany(c, reads);

    const operatorId = tokenShape.test(token) ? await directory.operatorOfCalendar(hash) : undefined;
    const feed = operatorId && (await withOperator(operatorId, (tx) => readFeed(tx, hash, now())));
    if (!feed) {
      if (!misses.admits(address, atMs)) return tooMany(c, misses);
      return c.json(
        {
          kind: 'unknown_calendar',
          sentence: 'There is no such calendar, or its link was revoked. Make a new one in the portal.',
        },
        404,
      );
    }
    c.header('ETag', feed.etag);
    c.header('Cache-Control', 'private, no-cache');
    if (isKnown(c.req.header('if-none-match'), feed.etag)) return c.body(null, 304);
    c.header('Content-Type', 'text/calendar; charset=utf-8');
    c.header('Content-Disposition', 'inline; filename="lintel.ics"');
    return c.body(feed.text());
  });
  return router;
}

/** RFC 9110 §13.1.2, by weak comparison: proxies that compress make tags weak. */
function isKnown(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}

function tooMany(c: Context, rate: Rate) {
  c.header('Retry-After', String(rate.waitS(performance.now())));
  return c.json(
    { kind: 'too_often', sentence: 'This was asked too often. Wait a minute; a calendar changes seldom.' },
    429,
  );
}
