import { isAbsolute, resolve } from 'node:path';
import { horizonHoursDefault } from '@lintel/core/sync/horizon.ts';
import { readSender } from './notices/mail/sender.ts';

export type Config = {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Absent: the cloud starts a PostgreSQL of its own under `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** Where browsers reach the cloud, when that is not the host they name themselves. */
  readonly publicUrl: string | undefined;
  readonly horizonHours: number;
  /** Absent: several cloud processes tell each other through the database. */
  readonly redisUrl: string | undefined;
  /** Absent: the cloud sends no mail; notices are kept and shown as not sent. */
  readonly mail: MailSettings | undefined;
};

export type MailSettings = {
  readonly url: string;
  readonly from: { readonly name: string; readonly email: string };
};

/** A setting that cannot be used. The sentence names it and says what it must be. */
export class BadSetting extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

/** The whole configuration, or the first setting that is wrong. Nothing else in the cloud reads the environment. */
export function readConfig(env: Environment = process.env): Config {
  return {
    port: wholeNumber(env, 'LINTEL_CLOUD_PORT', 8080, 0, 65_535),
    host: text(env, 'LINTEL_CLOUD_HOST') ?? '127.0.0.1',
    dataDir: absolute(text(env, 'LINTEL_DATA_DIR') ?? './data/cloud'),
    databaseUrl: url(env, 'DATABASE_URL', ['postgres:', 'postgresql:']),
    publicUrl: url(env, 'LINTEL_PUBLIC_URL', ['http:', 'https:']),
    horizonHours: wholeNumber(env, 'LINTEL_HORIZON_HOURS', horizonHoursDefault, 1, 24 * 14),
    redisUrl: url(env, 'REDIS_URL', ['redis:', 'rediss:']),
    mail: mailSettings(env),
  };
}

function mailSettings(env: Environment): MailSettings | undefined {
  const smtpUrl = url(env, 'SMTP_URL', ['smtp:', 'smtps:']);
  const sender = text(env, 'MAIL_FROM');
  if (smtpUrl === undefined) return undefined;
  const from = readSender(sender ?? '');
  if (!from) {
    throw new BadSetting(
      `MAIL_FROM ${sender === undefined ? 'is not set' : `is "${sender}"`}. Set it to whom mails come from, as Lintel Rooms <rooms@example.org>.`,
    );
  }
  return { url: smtpUrl, from };
}

function text(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function wholeNumber(env: Environment, name: string, otherwise: number, min: number, max: number): number {
  const given = text(env, name);
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new BadSetting(
      `${name} is "${given}". Set it to a whole number from ${min} to ${max}, or leave it out.`,
    );
  }
  return value;
}

function url(env: Environment, name: string, protocols: readonly string[]): string | undefined {
  const given = text(env, name);
  if (given === undefined) return undefined;
  if (!URL.canParse(given) || !protocols.includes(new URL(given).protocol)) {
    throw new BadSetting(
      `${name} is not an address that begins with ${protocols.join('// or ')}//. Correct it, or leave it out.`,
    );
  }
  return given;
}

function absolute(path: string): string {
  return isAbsolute(path) ? path : resolve(path);
}
