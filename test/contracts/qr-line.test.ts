import { qrDevice } from '../devices/reader-devices.ts';
import { readerContract } from './reader.contract.ts';

readerContract({
  driver: 'qr-line',
  setting: (base) => ({ ...base, driver: 'qr-line', baud: 9_600 }),
  device: qrDevice,
  present: (device, nth) => device.end.send(Buffer.from(`pass-number-${nth}\r\n`)),
  seen: (nth) => ({ kind: 'pass', text: `pass-number-${nth}` }),
});
