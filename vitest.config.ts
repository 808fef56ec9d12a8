import { defineConfig } from 'vitest/config';

const stories = 'test/stories/**/*.test.ts';

export default defineConfig({
  test: {
    pool: 'forks',
    // Most of what tests wait for is a disk, a browser or a timer: two at a time, also on two cores.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['{core,edge,cloud,web,kiosk,test,scripts}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', stories],
          globalSetup: ['test/postgres.ts'],
        },
      },
      {
        // A story is a whole house and says how long things take in it: one at a time, and beside nothing else.
        extends: true,
        test: { name: 'stories', include: [stories], fileParallelism: false, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
