import type { Server, Socket } from 'node:net';
import type { ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { AgendaView } from '@lintel/core/panels/wire.ts';
import { Aedes } from 'aedes';
import type { Logger } from 'pino';
import type { Service } from '../service.ts';
import type { MqttClientRow } from './clients.ts';
import { Gate } from './gate.ts';
import { Admission } from './limits.ts';
import { listenAt, Strangers } from './listeners.ts';
import { agendaTopic, covers } from './topics.ts';
import { Turnaways } from './turnaways.ts';

export type BrokerOf = {
  /** Loopback. Port 0 takes a free one. */
  readonly host: string;
  readonly port: number;
  /** The address at the site's own network that sensors and panels reach; absent when nothing there may. */
  readonly lanHost?: string | undefined;
  readonly lanPort?: number | undefined;
  readonly siteId: () => SiteId | undefined;
  readonly clients: () => readonly MqttClientRow[];
  readonly log: Logger;
};

export type Heard = (topic: string, payload: string) => void;

/** Taps never pass through it. What clients send lives in memory only; what must be kept is kept by whoever listens. */
export type Broker = Service & {
  /** Tells every panel and display; those who come later get it at once. */
  publishAgenda(resourceId: ResourceId, agenda: AgendaView): void;
  /** Called for every message a client published whose topic `filter` covers. Returns how to stop. */
  listen(filter: string, heard: Heard): () => void;
  /** Sentences about clients that were turned away in the last hour, newest first. */
  trouble(): readonly string[];
  /** The ports now listened at, loopback first; none while it is down. */
  ports(): readonly number[];
};

const retained = { cmd: 'publish', qos: 0, retain: true, dup: false } as const;

export function createBroker(of: BrokerOf): Broker {
  const agendas = new Map<ResourceId, AgendaView>();
  const listeners = new Set<{ filter: string; heard: Heard }>();
  const turnaways = new Turnaways(() => performance.now());
  let aedes: Aedes | undefined;
  let servers: readonly Server[] = [];

  const tell = (broker: Aedes, resourceId: ResourceId, agenda: AgendaView) => {
    const siteId = of.siteId();
    if (!siteId) return;
    const packet = { ...retained, topic: agendaTopic(siteId, resourceId), payload: JSON.stringify(agenda) };
    broker.publish(packet, (error) => {
      if (error) of.log.error({ err: error, resourceId }, 'the agenda could not be published');
    });
  };

  const hear = (topic: string, payload: string) => {
    for (const { filter, heard } of listeners) if (covers(filter, topic)) heard(topic, payload);
  };

  return {
    name: 'broker',
    publishAgenda(resourceId, agenda) {
      agendas.set(resourceId, agenda);
      if (aedes) tell(aedes, resourceId, agenda);
    },
    listen(filter, heard) {
      const listener = { filter, heard };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    trouble: () => turnaways.sentences(),
    ports: () => servers.map(portOf),
    async run(signal) {
      const running = await start(of, turnaways, hear);
      ({ aedes, servers } = running);
      try {
        for (const [resourceId, agenda] of agendas) tell(running.aedes, resourceId, agenda);
        of.log.info({ ports: servers.map(portOf) }, 'the broker listens');
        await untilAborted(signal);
      } finally {
        aedes = undefined;
        servers = [];
        await running.stop();
      }
    },
  };
}

type Running = { readonly aedes: Aedes; readonly servers: readonly Server[]; stop(): Promise<void> };

async function start(of: BrokerOf, turnaways: Turnaways, hear: Heard): Promise<Running> {
  const admission = new Admission();
  const strangers = new Strangers();
  const gate = new Gate(
    {
      siteId: of.siteId,
      clients: of.clients,
      nowMs: () => performance.now(),
      refused: (name, sentence) => {
        if (turnaways.note(name, sentence)) of.log.warn({ client: name }, sentence);
      },
    },
    admission,
  );
  // One frozen subscriber would otherwise fill the delivery slots of everyone for a minute.
  const limits = {
    drainTimeout: 10_000,
    connectTimeout: 10_000,
    maxTopicLevels: 12,
    maxInflightInbound: 100,
  };
  const aedes = await Aedes.createBroker({ ...limits, ...gate.hooks() });
  aedes.on('clientReady', (client) => strangers.known(client.conn));
  aedes.on('clientDisconnect', (client) => gate.left(client));
  aedes.on('clientError', (client, error) => of.log.debug({ err: error, client: client.id }, 'client error'));
  aedes.on('connectionError', (_client, error) => of.log.debug({ err: error }, 'connection error'));
  aedes.on('publish', (packet, client) => {
    if (client) hear(packet.topic, packet.payload.toString());
  });

  const sockets = new Set<Socket>();
  const accept = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    strangers.add(socket);
    aedes.handle(socket);
  };
  const servers: Server[] = [];
  const sweep = setInterval(() => strangers.cutTalkers(), 250);
  const stop = async () => {
    clearInterval(sweep);
    const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    await Promise.all(closed);
  };
  try {
    servers.push(await listenAt({ host: of.host, port: of.port }, admission, accept));
    if (of.lanHost) {
      servers.push(await listenAt({ host: of.lanHost, port: of.lanPort ?? 1883 }, admission, accept));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { aedes, servers, stop };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
