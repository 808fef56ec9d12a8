import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';

type Person = { readonly name: string; readonly staff: boolean };

export const people: Record<string, Person> = {
  'mira@member.example': { name: 'Mira Santos', staff: false },
  'theo@member.example': { name: 'Theo Adeyemi', staff: false },
  'dana@harbour.example': { name: 'Dana Whitlock', staff: true },
};
export const password = 'lintel-demo-1';

export function personOf(c: Context): (Person & { readonly email: string }) | undefined {
  const email = getCookie(c, 'fake_login') ?? '';
  const person = people[email];
  return person && { email, ...person };
}

export function nameOf(c: Context): string {
  return personOf(c)?.name ?? '';
}

export function personByEmail(email: string): string | undefined {
  return people[email]?.name;
}
