import { expect, test } from 'vitest';
import { newRouter, onError } from './router.ts';

test('the log never learns the address of a calendar, which is as good as a password', async () => {
  const logged: unknown[] = [];
  const keep = (fields: unknown) => logged.push(fields);
  const app = newRouter();
  app.onError(onError({ info: keep, warn: keep, error: keep } as never));
  app.get('/calendars/:file', () => {
    throw new Error('the feed broke');
  });
  expect((await app.request('/calendars/3q2-7wSECRET.ics')).status).toBe(500);
  expect(logged).toMatchObject([{ path: '/calendars/…' }]);
  expect(JSON.stringify(logged)).not.toContain('SECRET');
});
