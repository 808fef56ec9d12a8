import { constants, openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { SerialPort } from 'serialport';

/**
 * One open tty. serialport sets it up, locks it, writes and drains; Node's own terminal stream reads it. serialport 13 must not read: under Node 26.4
 * and later its bytes wait until something else happens in the process (serialport/bindings-cpp#239), and a device pulled out at the wrong instant
 * makes it read nothing for ever at full speed.
 */
export type OpenPort = { readonly port: SerialPort; readonly input: ReadStream };

/**
 * Opens a tty as 8N1 and locks it against other programs. What it held from before is thrown away by serialport's set-up: it is of somebody long
 * gone.
 */
export async function openPort(path: string, baudRate: number): Promise<OpenPort> {
  const port = new SerialPort({ path, baudRate, autoOpen: false });
  await called((done) => port.open(done));
  try {
    const input = new ReadStream(
      openSync(path, constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK),
    );
    return { port, input };
  } catch (cause) {
    await called((done) => port.close(done)).catch(alreadyGone);
    throw cause;
  }
}

/** Resolves once the bytes have left the machine; never, when the port closes meanwhile. */
export async function writeAndDrain({ port }: OpenPort, bytes: Uint8Array): Promise<void> {
  await called((done) => port.write(bytes, (error) => (error ? done(error) : port.drain(done))));
}

/** Discards what a hung device never took, because closing a tty otherwise waits for it. The port is free afterwards, also if it was lost before. */
export async function closePort({ port, input }: OpenPort): Promise<void> {
  const inputClosed = new Promise((resolve) => input.once('close', resolve));
  const wasClosed = input.closed;
  input.destroy();
  if (!wasClosed) await inputClosed;
  await called((done) => port.flush(done)).catch(alreadyGone);
  await called((done) => port.close(done)).catch(alreadyGone);
}

function called(call: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => call((error) => (error ? reject(error) : resolve())));
}

/** A device pulled out between two calls cannot be flushed or closed any more, and need not be. */
function alreadyGone(): void {}

/** Why the device cannot be opened, as a sentence that says what to do. */
export function openFailedWhy(path: string, cause: unknown): string {
  const said = cause instanceof Error ? cause.message : String(cause);
  if (/no such file/i.test(said)) return `There is no device at ${path}. Plug it in, or correct its path.`;
  if (/permission denied/i.test(said)) {
    return `This program may not open ${path}. Add its user to the group that owns the device (dialout).`;
  }
  if (/lock|resource busy/i.test(said)) return `Another program holds ${path}. Close that program.`;
  if (/inappropriate ioctl|is a directory/i.test(said)) {
    return `${path} is not a serial line. Correct its path.`;
  }
  return `${path} cannot be opened: ${said}`;
}
