import { defineConfig } from 'vitest/config';
import { awaitPoints } from './e2e/sync/await-points.ts';
import { sourceMutant } from './e2e/sync/mutants.ts';

export default defineConfig({
  define: { __SHADOW_ROOT_MODE__: '"open"', __API_ORIGIN__: '"http://127.0.0.1:8787"' },
  test: {
    setupFiles: 'e2e/support/property-runs.ts',
    projects: [
      {
        extends: true,
        resolve: { alias: { '#i18n': `${import.meta.dirname}/.wxt/i18n/index.ts` } },
        test: {
          name: 'unit',
          setupFiles: 'extension/ui/testing/browser-language.ts',
          include: ['shared/**/*.test.ts', 'extension/**/*.test.{ts,tsx}', 'simulator/**/*.test.ts'],
          // Beside the server's on a busy machine; what hangs is found all the same.
          testTimeout: 20_000,
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
      {
        extends: true,
        plugins: [sourceMutant(import.meta.dirname), awaitPoints(import.meta.dirname)],
        test: {
          name: 'sync',
          // A mutant must not be taken from the cache, nor into it.
          fsModuleCache: false,
          include: ['e2e/sync/*.test.ts'],
          globalSetup: 'server/testing/global-setup.ts',
          testTimeout: 1_200_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
