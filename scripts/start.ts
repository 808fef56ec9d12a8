import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { demoPassword, demoResourceId } from '../cloud/src/seed.ts';
import { demoMembers, demoStaff } from '../cloud/src/seed-data.ts';
import { buildWeb } from './build.ts';
import { logInAtConsole } from './demo/client.ts';
import { root } from './demo/process.ts';
import { type Stack, startStack } from './demo/stack.ts';
import {
  bookAndBeRefused,
  boxAndPanelHaveIt,
  presentedAndOpened,
  refusedInWords,
} from './story/first-half.ts';
import { setScene } from './story/scene.ts';
import { boxKilled, cloudKilled } from './story/second-half.ts';
import { Teller } from './story/tell.ts';

const usage = `npm start              runs the demo operator's whole house until Ctrl-C
npm start -- --once    plays the story from a booking to an opened door, and ends`;

/** Plays the story on a fresh house; every step is printed with what was seen. */
async function playOnce(): Promise<void> {
  const dataDir = join(root, 'data', 'once');
  rmSync(dataDir, { recursive: true, force: true });
  const teller = new Teller();
  teller.step('0. A demo operator with two sites, a box at each');
  const stack = await startStack(dataDir, (sentence) => teller.note(sentence));
  try {
    const scene = await setScene(stack, teller);
    const booked = await bookAndBeRefused(scene);
    await boxAndPanelHaveIt(scene, booked);
    await presentedAndOpened(scene);
    await refusedInWords(scene);
    await cloudKilled(scene);
    await boxKilled(scene);
  } finally {
    await stack.stop();
  }
  console.log('\nThe story was played to its end.');
}

/** Leaves everything running and says where it is, until Ctrl-C. */
async function runHouse(): Promise<void> {
  const stop = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  const stack = await startStack(join(root, 'data', 'demo'), (sentence) => console.log(`· ${sentence}`));
  await printAddresses(stack);
  await stop;
  console.log('\nStopping.');
  await stack.stop();
}

async function printAddresses({ cloudUrl, boxes, members }: Stack): Promise<void> {
  console.log(`
Portal   ${cloudUrl}/portal/     ${demoMembers
    .map((one) => one.email)
    .slice(0, 3)
    .join(', ')} …
Office   ${cloudUrl}/office/     ${demoStaff.map((one) => `${one.email} (${one.role.replace('_', ' ')})`).join(', ')}`);
  for (const box of boxes) {
    console.log(`
${box.site.name}
  Console  ${box.url}/console/
  Panel    ${box.url}/panel/      pairing code ${await panelCode(box.url, box.site.key)}, good for ten minutes
  Broker   mqtt://127.0.0.1:${box.mqttPort}      ${box.devices.sensor.name}, password ${box.devices.sensor.password}`);
    for (const [name, path] of Object.entries(box.devices.paths))
      console.log(`  Line     ${name.padEnd(16)} ${path}`);
  }
  const ada = members.find((one) => one.email === 'ada@lintel.example');
  const cards = ada?.cards.map((card) => `${card.length} bits ${card.bits}`).join(', ');
  console.log(`
Every password is ${demoPassword}. Ada's cards: ${cards}; her PIN ${ada?.pin}.
Ctrl-C stops everything.`);
}

async function panelCode(boxUrl: string, site: 'london' | 'melbourne'): Promise<string> {
  const console = await logInAtConsole(boxUrl, 'dora@lintel.example', demoPassword);
  const resourceId = demoResourceId(site, 'Reading room');
  const answer = await console.post('/api/console/panels/codes', { resourceId, name: 'by the Reading room' });
  return String((answer.body as { code?: string }).code ?? 'from the console');
}

const words = process.argv.slice(2);
if (words.some((word) => word !== '--once')) {
  console.error(usage);
  process.exit(2);
}
try {
  await buildWeb();
  await (words.includes('--once') ? playOnce() : runHouse());
  process.exit(0);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
