import { DrizzleQueryError } from 'drizzle-orm/errors';
import pg from 'pg';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { loggedError } from './log.ts';

test('the log keeps what failed and where, and nothing of the people it was about', () => {
  const refused = Object.assign(
    new pg.DatabaseError('duplicate key value violates "holder_by_email"', 1, 'error'),
    {
      code: '23505',
      constraint: 'holder_by_email',
      detail: 'Key (email)=(ada@lintel.example) already exists.',
      where: 'row: ada@lintel.example',
    },
  );
  const failed = new DrizzleQueryError(
    'insert into "holder" values ($1, $2)',
    ['ada@lintel.example', 'scrypt$16384$secret'],
    refused,
  );
  const lines: string[] = [];
  const log = pino({ serializers: { err: loggedError } }, { write: (line: string) => lines.push(line) });
  log.error({ err: failed }, 'a request failed');
  log.error({ err: new AggregateError([failed], 'failed at 1 of 2 sites') }, 'a service failed');
  const text = lines.join('');
  for (const secret of ['ada@lintel.example', 'scrypt$']) expect(text).not.toContain(secret);
  expect(JSON.parse(lines[0] ?? '').err).toMatchObject({
    message: 'Failed query: insert into "holder" values ($1, $2)',
    stack: expect.stringContaining('log.test.ts'),
    cause: { code: '23505', constraint: 'holder_by_email' },
  });
});
