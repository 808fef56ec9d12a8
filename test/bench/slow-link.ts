import { connect, createServer, type Socket } from 'node:net';
import { portNear } from '../../scripts/demo/process.ts';

/** A link to `url` that takes half of `roundTripMs` each way: every byte arrives that much later, in order. */
export async function openSlowLink(url: string, roundTripMs: number) {
  const far = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const beyond = connect(Number(far.port), far.hostname);
    join(near, beyond, roundTripMs / 2);
    join(beyond, near, roundTripMs / 2);
    for (const socket of [near, beyond]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('close', () => sockets.delete(socket));
    }
  });
  const port = await portNear(0);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function join(from: Socket, to: Socket, delayMs: number): void {
  from.on('data', (bytes) => setTimeout(() => to.destroyed || to.write(bytes), delayMs));
  from.on('end', () => setTimeout(() => to.end(), delayMs));
  from.on('error', () => to.destroy());
}
