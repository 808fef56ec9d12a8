import { z } from 'zod';

/** What a server answered: its status and body. */
export type Answer = { readonly status: number; readonly body: unknown };

/** A browser without a screen: keeps its cookies, speaks JSON. */
export class Client {
  readonly base: string;
  readonly #cookies = new Map<string, string>();

  constructor(base: string) {
    this.base = base;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get(path: string): Promise<Answer> {
    return this.#send('GET', path);
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    return this.#send('POST', path, body);
  }

  /** The body of a GET that must succeed, read by its schema. */
  async read<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
    return schema.parse(expectStatus(await this.get(path), 200));
  }

  async #send(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        cookie: this.cookie,
        origin: this.base,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      this.#cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined };
  }
}

/** The body of an answer that must have this status; otherwise an error that shows what came instead. */
export function expectStatus(answer: Answer, status: number): unknown {
  if (answer.status === status) return answer.body;
  throw new Error(`answered ${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`);
}

/** Logs a person into the portal or the office. */
export async function logIn(base: string, email: string, password: string): Promise<Client> {
  const client = new Client(base);
  expectStatus(await client.post('/api/auth/sign-in/email', { email, password }), 200);
  return client;
}

/** Logs one of the staff into a box's console. */
export async function logInAtConsole(base: string, email: string, password: string): Promise<Client> {
  const client = new Client(base);
  expectStatus(await client.post('/api/login', { email, password }), 200);
  return client;
}

const code = z.object({ code: z.string() });

/** A one-time enrolment code for the site's box. */
export async function enrolmentCode(director: Client, siteId: string): Promise<string> {
  return code.parse(expectStatus(await director.post(`/api/office/sites/${siteId}/enrolment-codes`), 201))
    .code;
}

/** Pairs a panel with a resource as staff do it, and gives the panel's own client. */
export async function pairPanel(console: Client, resourceId: string, name: string): Promise<Client> {
  const wish = await console.post('/api/console/panels/codes', { resourceId, name });
  const panel = new Client(console.base);
  const paired = await panel.post('/api/panel/pair', { code: code.parse(expectStatus(wish, 201)).code });
  expectStatus(paired, 201);
  return panel;
}
