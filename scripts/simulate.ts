import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { openLine } from '../test/devices/line.ts';
import { simulated, simulatedNames } from './simulate-devices.ts';

const help = `Simulates one door device on a serial line, so that Lintel can be tried without hardware.

  npm run simulate -- <device> [--path /dev/pts/N] [--card HEX] [--bits N]

Devices
  rdm6300        a 125 kHz reader                 card <10 hex digits>
  wiegand-uart   a Wiegand reader with a keypad   card <hex, left aligned> · fc <facility> <number> · pin <digits>
  qr-line        a QR scanner                     pass <text>
  lcus           a relay board with 4 channels    prints every relay that moves

Options
  --path   the device's end of a line that is there already; without it a line is made, and the path to
           write into the box's devices file is printed
  --card   presented once at the start
  --bits   how many bits a Wiegand card has (26)

Then type commands, one a line:
  noise <bytes>   babble                drop        lose the next frame
  delay <ms>      hold the next frame   duplicate   send the next frame twice
  flip <byte>     flip a bit of it      cut <bytes> send only its first bytes
  reboot <ms>     go dark for a while   vanish      pull the cable out      restore   put it back
  power           (lcus) lose power     help        this text               quit`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    path: { type: 'string' },
    card: { type: 'string' },
    bits: { type: 'string', default: '26' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const name = simulatedNames.find((one) => one === positionals[0]);
if (values.help || !name) {
  if (!values.help) console.error(`Say which device: ${simulatedNames.join(', ')}.\n`);
  (values.help ? console.log : console.error)(help);
  process.exit(values.help ? 0 : 2);
}

const line = values.path === undefined ? await openLine() : undefined;
const device = simulated(name, values.path ?? line?.devicePath ?? '', {
  bits: Number(values.bits),
  line,
  say: (text) => console.log(text),
});
if (line) console.log(`Write this path into the box's devices file:  ${line.driverPath}`);
console.log(`The ${name} is there. Type help for what it can do.`);

const commands = createInterface({ input: process.stdin });
const quit = () => commands.close();
process.once('SIGINT', quit).once('SIGTERM', quit);
const obey = async (text: string) => {
  if (text === 'help') return console.log(help);
  if (text === 'quit') return quit();
  if (text) await device.obey(text).catch((error: Error) => console.error(error.message));
};
if (values.card) await obey(`card ${values.card}`);
for await (const command of commands) await obey(command.trim());

device.close();
await line?.close();
