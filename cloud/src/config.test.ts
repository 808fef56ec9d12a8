import { expect, test } from 'vitest';
import { BadSetting, readConfig } from './config.ts';

const mail = {
  SMTP_URL: 'smtps://user:secret@mail.lintel.example',
  MAIL_FROM: 'Lintel Rooms <rooms@lintel.example>',
};

test('without any setting the cloud runs by itself: no Redis, no mail', () => {
  expect(readConfig({})).toMatchObject({ redisUrl: undefined, mail: undefined });
});

test('mail and Redis are as they are named', () => {
  expect(readConfig({ ...mail, REDIS_URL: 'rediss://cache.lintel.example:6380' })).toMatchObject({
    redisUrl: 'rediss://cache.lintel.example:6380',
    mail: { url: mail.SMTP_URL, from: { name: 'Lintel Rooms', email: 'rooms@lintel.example' } },
  });
});

test.each([
  [
    { SMTP_URL: 'mail.lintel.example' },
    /^SMTP_URL is not an address that begins with smtp:\/\/ or smtps:\/\//,
  ],
  [{ SMTP_URL: mail.SMTP_URL }, /^MAIL_FROM is not set\. Set it to whom mails come from/],
  [{ ...mail, MAIL_FROM: 'rooms' }, /^MAIL_FROM is "rooms"/],
  [{ REDIS_URL: 'http://127.0.0.1:6379' }, /^REDIS_URL is not an address that begins with redis/],
])('a setting that cannot be used is named in one sentence, and no password is said: %#', (env, sentence) => {
  const read = () => readConfig(env);
  expect(read).toThrow(BadSetting);
  expect(read).toThrow(sentence);
  expect(read).not.toThrow(/secret/);
});
