import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { __SHADOW_ROOT_MODE__: '"open"', __API_ORIGIN__: '"http://127.0.0.1:8787"' },
  test: {
    setupFiles: 'e2e/support/property-runs.ts',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['shared/**/*.test.ts', 'extension/**/*.test.{ts,tsx}', 'simulator/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: ['server/**/*.test.ts', 'drizzle/**/*.test.ts'],
          globalSetup: 'server/testing/global-setup.ts',
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
