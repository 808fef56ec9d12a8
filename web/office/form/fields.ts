import type { z } from 'zod';
import { Refused } from '../../ui/api.ts';

/** What is wrong with a form: a sentence by the path of its field (`weekly.2.closesMin`). */
export type FieldErrors = ReadonlyMap<string, string>;

export const noErrors: FieldErrors = new Map();

/** The fields the server found wrong; none when it failed for another reason. */
export function fieldsOf(error: Error | null): FieldErrors {
  const fields = error instanceof Refused ? (error.problem.fields ?? []) : [];
  return errorsBy(fields.map(({ path, message }) => [path, message]));
}

/** The fields a schema finds wrong, before anything is sent. */
export function issuesOf(error: z.ZodError): FieldErrors {
  return errorsBy(error.issues.map(({ path, message }) => [path.join('.'), message]));
}

function errorsBy(found: readonly (readonly [path: string, message: string])[]): FieldErrors {
  const errors = new Map<string, string>();
  for (const [path, message] of found) if (!errors.has(path)) errors.set(path, sentence(message));
  return errors;
}

function sentence(message: string): string {
  const begun = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
