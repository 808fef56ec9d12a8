import type { SiteId } from '@lintel/core/ids.ts';
import type { AedesOptions, AuthenticateError, Client } from 'aedes';
import { checkPassword, type MqttClientRow } from './clients.ts';
import { type Admission, type Bucket, publishLimits, takeOne } from './limits.ts';
import { mayPublish, mayRead } from './topics.ts';

/** What the broker's rules are judged by. `clients` may throw when its file is damaged: then nobody is let in. */
export type GateOf = {
  readonly siteId: () => SiteId | undefined;
  readonly clients: () => readonly MqttClientRow[];
  readonly nowMs: () => number;
  /** A client was turned away; the sentence says who, why and what to do. */
  readonly refused: (clientName: string, sentence: string) => void;
};

type Hooks = Required<
  Pick<
    AedesOptions,
    'preConnect' | 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'
  >
>;

/** CONNACK 4 and 5 (MQTT-3.2.2, table 3.1); 3 asks to try again later. */
const connack = { identifierRejected: 2, unavailable: 3, badPassword: 4, notAuthorized: 5 } as const;
type Connack = (typeof connack)[keyof typeof connack];

function refusal(returnCode: Connack, words: string): AuthenticateError {
  return Object.assign(new Error(words), { returnCode });
}

/** The broker's decisions about its clients, in the shape Aedes asks for them. Every fault refuses. */
export class Gate {
  readonly #of: GateOf;
  readonly #admission: Admission;
  readonly #names = new WeakMap<Client, string>();
  readonly #buckets = new WeakMap<Client, Bucket>();
  /** Who holds a client id now: another login must not take it over and disconnect its owner. */
  readonly #holders = new Map<string, { client: Client; name: string }>();

  constructor(of: GateOf, admission: Admission) {
    this.#of = of;
    this.#admission = admission;
  }

  hooks(): Hooks {
    return {
      preConnect: (client, packet, done) => {
        if (packet.clientId || packet.clean) return done(null, true);
        // MQTT-3.1.3-8: no client id asks for a clean session; CONNACK 2, identifier rejected.
        client.conn.end(Buffer.from([0x20, 0x02, 0x00, connack.identifierRejected]));
        done(null, false);
      },
      authenticate: (client, username, password, done) => {
        this.#login(client, username, password?.toString('utf8')).then(
          () => done(null, true),
          (error: unknown) => done(asRefusal(error), false),
        );
      },
      authorizePublish: (client, packet, done) =>
        done(client ? this.#publishFault(client, packet) : refusal(5, 'nobody')),
      // `null` is answered with SUBACK 0x80 (MQTT-3.8.4-6).
      authorizeSubscribe: (client, subscription, done) =>
        done(null, this.#mayRead(client, subscription.topic) ? subscription : null),
      // A session kept from before the client lost its rights must not go on receiving.
      authorizeForward: (client, packet) => (this.#mayRead(client, packet.topic) ? packet : null),
    };
  }

  left(client: Client): void {
    if (this.#holders.get(client.id)?.client === client) this.#holders.delete(client.id);
  }

  async #login(client: Client, username: string | undefined, password: string | undefined): Promise<void> {
    const address = addressOf(client);
    if (!this.#admission.mayTry(address, this.#of.nowMs())) {
      throw refusal(connack.notAuthorized, 'too many wrong passwords from this address; wait a minute');
    }
    if (!username || password === undefined) {
      this.#admission.failed(address, this.#of.nowMs());
      this.#of.refused(address, `An MQTT client at ${address} gave no name and password; give it both.`);
      throw refusal(connack.badPassword, 'a name and a password are needed');
    }
    if (!this.#of.siteId()) throw refusal(connack.unavailable, 'this box is not enrolled yet');
    if (!this.#rows()) throw refusal(connack.unavailable, 'the list of clients cannot be read');
    const row = this.#rowOf(username);
    if (!(await checkPassword(row, password))) {
      this.#admission.failed(address, this.#of.nowMs());
      this.#of.refused(
        address,
        `An MQTT client at ${address} logged in as "${username.slice(0, 63)}" with a wrong name or password; add it anew to get a password.`,
      );
      throw refusal(connack.badPassword, 'wrong name or password');
    }
    this.#hold(client, username);
  }

  #hold(client: Client, name: string): void {
    const holder = this.#holders.get(client.id);
    if (holder && holder.name !== name) {
      this.#of.refused(
        name,
        `The MQTT client ${name} uses the client id of ${holder.name}; give each its own client id.`,
      );
      throw refusal(connack.identifierRejected, 'another client holds this client id');
    }
    this.#holders.set(client.id, { client, name });
    this.#names.set(client, name);
  }

  /** Looked up for every packet, so that a client that was removed is out with its next one. */
  #rowOf(name: string | undefined): MqttClientRow | undefined {
    return name === undefined ? undefined : this.#rows()?.find((row) => row.name === name);
  }

  #rows(): readonly MqttClientRow[] | undefined {
    try {
      return this.#of.clients();
    } catch (error) {
      // Nobody can be told apart without the file: all are refused, and the reason is shown until it is mended.
      const words = error instanceof Error ? error.message : String(error);
      this.#of.refused('mqtt-clients', `No MQTT client can log in: ${words}`);
      return undefined;
    }
  }

  #mayRead(client: Client, filter: string): boolean {
    const siteId = this.#of.siteId();
    const row = this.#rowOf(this.#names.get(client));
    return siteId !== undefined && row !== undefined && mayRead(row, siteId, filter);
  }

  /** An error closes the connection: MQTT 3.1.1 has no other answer to a publish (MQTT-3.3.5-2). */
  #publishFault(client: Client, packet: { topic: string; payload: string | Buffer }): Error | null {
    const siteId = this.#of.siteId();
    const row = this.#rowOf(this.#names.get(client));
    if (!siteId || !row) return new Error('this client is not known any more');
    const limit = publishLimits[row.role];
    if (!mayPublish(row, siteId, packet.topic)) {
      const topic = packet.topic.slice(0, 120);
      return this.#turnedAway(
        row,
        `published to "${topic}", which is not its own topic; correct its topic, or its role and prefix`,
      );
    }
    if (Buffer.byteLength(packet.payload) > limit.payloadMostBytes) {
      return this.#turnedAway(
        row,
        `sent a message of more than ${limit.payloadMostBytes} bytes; make it smaller`,
      );
    }
    const bucket = takeOne(this.#buckets.get(client), limit, this.#of.nowMs());
    if (!bucket) {
      return this.#turnedAway(
        row,
        `sent more than ${limit.perSecond} messages a second; make it send less often`,
      );
    }
    this.#buckets.set(client, bucket);
    return null;
  }

  #turnedAway(row: MqttClientRow, what: string): Error {
    this.#of.refused(row.name, `The MQTT client ${row.name} ${what}. It was disconnected.`);
    return new Error(what);
  }
}

function addressOf(client: Client): string {
  return 'remoteAddress' in client.conn ? (client.conn.remoteAddress ?? 'unknown') : 'unknown';
}

function asRefusal(error: unknown): AuthenticateError {
  if (error instanceof Error && 'returnCode' in error) return error as AuthenticateError;
  return refusal(connack.unavailable, error instanceof Error ? error.message : String(error));
}
