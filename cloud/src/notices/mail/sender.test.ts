import { expect, test } from 'vitest';
import { readSender } from './sender.ts';

test('whom mails come from is an address, with or without a name', () => {
  expect(readSender('rooms@lintel.example')).toEqual({ name: '', email: 'rooms@lintel.example' });
  expect(readSender(' Lintel Rooms <rooms@lintel.example> ')).toEqual({
    name: 'Lintel Rooms',
    email: 'rooms@lintel.example',
  });
  expect(readSender('<rooms@lintel.example>')).toEqual({ name: '', email: 'rooms@lintel.example' });
});

test.each([
  '',
  'rooms',
  'Lintel Rooms',
  'rooms@',
  '@lintel.example',
  'a@b, c@d',
  'Rooms <a@b',
  'a@b>',
  'a b@c',
  'A <a@b> <c@d>',
])('whom mails come from is not %j', (text) => {
  expect(readSender(text)).toBeUndefined();
});
