import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { addMqttClient, removeMqttClient } from './clients.ts';
import { mqttRoles } from './topics.ts';

const usage = `Gives an MQTT client its name, role and a new password, or takes them away.
  node edge/src/broker/add-client.ts --data DIR --name NAME --role ${mqttRoles.join('|')} [--prefix TOPIC]
  node edge/src/broker/add-client.ts --data DIR --name NAME --remove`;

const asked = z.union([
  z.object({ data: z.string(), name: z.string(), remove: z.literal(true) }),
  z.object({
    data: z.string(),
    name: z.string(),
    role: z.enum(mqttRoles),
    prefix: z.string().optional(),
    remove: z.literal(false),
  }),
]);

/** What the command line asked for, done; the sentence to print. Throws, with what to do, when it cannot be. */
export async function addClientBy(words: readonly string[]): Promise<string> {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...words],
    options: { data: string, name: string, role: string, prefix: string, remove: { type: 'boolean' } },
  });
  const parsed = asked.safeParse({ ...values, remove: values.remove ?? false });
  if (!parsed.success) throw new Error(usage);
  const file = join(parsed.data.data, 'mqtt-clients.json');
  if (parsed.data.remove) {
    const removed = removeMqttClient(file, parsed.data.name);
    return removed
      ? `${parsed.data.name} may not connect any more.`
      : `there is no client ${parsed.data.name}.`;
  }
  const { name, role, prefix } = parsed.data;
  const { password } = await addMqttClient(file, { name, role, prefix });
  return `user name ${name}, password ${password} (shown once; add the client again for a new one)`;
}

if (import.meta.main) {
  try {
    process.stdout.write(`${await addClientBy(process.argv.slice(2))}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
