import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../cloud/src/database/embedded.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the one PostgreSQL of this run listens; empty when no chosen test needs one. */
    postgresUrl: string;
  }
}

const needsPostgres = /\.pg\.test\.ts$/;

/** One PostgreSQL for the whole run, started only when a chosen test file needs it. Each file makes a database of its own. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const { filenamePattern } = project.vitest as unknown as { readonly filenamePattern?: string[] };
  const { testFiles } = await project.globTestFiles(filenamePattern ?? []);
  if (!testFiles.some((file) => needsPostgres.test(file))) {
    project.provide('postgresUrl', '');
    return undefined;
  }
  const home = await mkdtemp(join(tmpdir(), 'lintel-test-postgres-'));
  const server = await startEmbedded({ directory: join(home, 'postgres'), password: 'test' });
  project.provide('postgresUrl', server.url);
  return async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  };
}
