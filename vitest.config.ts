import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{core,edge,cloud,web,kiosk,test,scripts}/**/*.test.ts'],
    pool: 'forks',
    globalSetup: ['test/postgres.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
