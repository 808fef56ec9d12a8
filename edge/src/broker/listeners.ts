import { createServer, type Server, type Socket } from 'node:net';
import type { Admission } from './limits.ts';

/** A client that has not yet logged in may send this much; a CONNECT packet is far smaller. */
const strangerMostBytes = 65_536;

export type ListenAt = { readonly host: string; readonly port: number };

/** Sockets of clients that have not logged in yet: cut off when they send more than a CONNECT needs. */
export class Strangers {
  readonly #sockets = new Set<Socket>();

  add(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  known(socket: unknown): void {
    this.#sockets.delete(socket as Socket);
  }

  cutTalkers(): void {
    for (const socket of this.#sockets) if (socket.bytesRead > strangerMostBytes) socket.destroy();
  }
}

/** Listens, and hands over each socket that its address may still open. Rejects with what to do when the port cannot be had. */
export function listenAt(
  at: ListenAt,
  admission: Admission,
  accept: (socket: Socket) => void,
): Promise<Server> {
  const server = createServer({ noDelay: true }, (socket) => {
    const address = socket.remoteAddress ?? 'unknown';
    // A reset line is the client's business; without a listener it would end the process.
    socket.on('error', () => socket.destroy());
    if (!admission.enter(address)) return socket.destroy();
    socket.once('close', () => admission.leave(address));
    accept(socket);
  });
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const fix =
        cause.code === 'EADDRINUSE'
          ? 'another program has that port: stop it, or set another port'
          : 'set an address and a port of this machine';
      reject(
        new Error(`the broker cannot listen at ${at.host}:${at.port} (${cause.code}); ${fix}`, { cause }),
      );
    });
    server.listen(at.port, at.host, () => resolve(server));
  });
}
