import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../../cloud/src/database/embedded.ts';
import { loadKeys } from '../../cloud/src/keys.ts';
import type { Stack } from '../demo/stack.ts';

export type CloudFact = { readonly seq: number; readonly id: string };

/** Every fact the cloud holds of the site, in order, read past the cloud from its PostgreSQL, which must be running. */
export async function factsInCloud(stack: Stack, siteId: string): Promise<readonly CloudFact[]> {
  const keys = await loadKeys(join(stack.cloudDir, 'keys.json'));
  const { url, adopted } = await startEmbedded({
    directory: join(stack.cloudDir, 'postgres'),
    password: keys.databasePassword,
  });
  if (!adopted) throw new Error("the cloud's PostgreSQL was not running");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ seq: string; id: string }>(
      'SELECT seq, id FROM fact WHERE site_id = $1 ORDER BY epoch, seq',
      [siteId],
    );
    return rows.map((row) => ({ seq: Number(row.seq), id: row.id }));
  } finally {
    await client.end();
  }
}
