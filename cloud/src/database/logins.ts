import type { Pool } from 'pg';

export type NewLogin = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
};

/** Makes a login as the login library keeps it. Logins belong to no operator; a row in `login` ties one to a holder. The same id again changes nothing. */
export async function putLogin(pool: Pool, login: NewLogin): Promise<void> {
  await pool.query(
    `WITH made AS (
       INSERT INTO auth."user" (id, name, email, "emailVerified") VALUES ($1, $2, lower($3), true) ON CONFLICT (id) DO NOTHING RETURNING id
     )
     INSERT INTO auth.account (id, "accountId", "providerId", "userId", password, "updatedAt")
     SELECT $1, $1, 'credential', made.id, $4, now() FROM made`,
    [login.userId, login.name, login.email, login.passwordHash],
  );
}
