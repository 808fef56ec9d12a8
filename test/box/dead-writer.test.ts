import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BoxProcess } from './box-process.ts';
import { channels, type House, openHouse } from './house.ts';
import { staffTag } from './site.ts';
import { until } from './until.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

test('a box whose writing thread died ends with one line, its relays released, and starts again as it was', async () => {
  const signal = join(house.dataDir, 'die');
  const preload = fileURLToPath(new URL('./dying-writer.ts', import.meta.url));
  const env = { ...house.process.env, DIE_WHEN_THERE: signal, NODE_OPTIONS: `--import=${preload}` };
  const box = new BoxProcess(env);
  try {
    await box.start();
    await until(house.health, ({ trouble }) => !trouble.join().includes('does not answer'));
    await house.front.present(staffTag(1));
    await house.board.until(channels.front, true);
    writeFileSync(signal, '');
    expect(await box.ended()).toEqual({ code: 1, signal: null });
    expect(box.said.trim().split('\n')).toEqual([
      expect.stringMatching(/^The box can write no more and ends, to be started again: the card went away$/),
    ]);
    expect([house.board.isOn(channels.front), house.board.isOn(channels.back)]).toEqual([false, false]);
  } finally {
    await box.kill();
  }
  await house.process.start();
  expect((await house.health()).store.writable).toBe(true);
});
