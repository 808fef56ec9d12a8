import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

const settings = z.object({
  /** Where the box keeps its store, keys and identity. */
  LINTEL_DATA_DIR: z.string().min(1).default('./data/box'),
  LINTEL_CLOUD_URL: z.url().default('http://127.0.0.1:8080'),
  LINTEL_BOX_HOST: z.string().min(1).default('127.0.0.1'),
  LINTEL_BOX_PORT: port.default(8090),
  LINTEL_MQTT_PORT: port.default(1883),
  /** The address on the site's LAN that the broker listens on too; loopback only when absent. */
  LINTEL_MQTT_LAN_HOST: z.string().min(1).optional(),
  /** The box's local devices (readers, relays, sensors) as JSON; none when absent. */
  LINTEL_DEVICES_FILE: z.string().min(1).optional(),
  /** Spent at the first start of a box that has no identity yet. */
  LINTEL_ENROLMENT_CODE: z.string().min(8).optional(),
  /** A file whose text names this machine, where the box may not read what its hardware says; the store is bound to it. */
  LINTEL_MACHINE_FILE: z.string().min(1).optional(),
  LINTEL_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type Config = {
  readonly dataDir: string;
  readonly cloudUrl: string;
  readonly host: string;
  readonly port: number;
  readonly mqttPort: number;
  readonly mqttLanHost: string | undefined;
  readonly devicesFile: string | undefined;
  readonly enrolmentCode: string | undefined;
  readonly machineFile: string | undefined;
  readonly logLevel: string;
};

/** Reads the box's settings; throws one sentence that names every setting that is wrong. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = settings.safeParse(environment);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The box's settings are wrong. Correct them and start again: ${wrong.join('; ')}`);
  }
  const env = parsed.data;
  return {
    dataDir: env.LINTEL_DATA_DIR,
    cloudUrl: env.LINTEL_CLOUD_URL.replace(/\/$/, ''),
    host: env.LINTEL_BOX_HOST,
    port: env.LINTEL_BOX_PORT,
    mqttPort: env.LINTEL_MQTT_PORT,
    mqttLanHost: env.LINTEL_MQTT_LAN_HOST,
    devicesFile: env.LINTEL_DEVICES_FILE,
    enrolmentCode: env.LINTEL_ENROLMENT_CODE,
    machineFile: env.LINTEL_MACHINE_FILE,
    logLevel: env.LINTEL_LOG_LEVEL,
  };
}
