import { defineConfig } from '@playwright/test';
import { findFirefox } from './e2e/support/browser.ts';

const driftTable: [string] = ['./e2e/drift/table.ts'];

/** What measures, and what builds the extension that others load too: nothing else may run beside it. */
const alone = ['**/{bench,drift}/*.spec.ts', '**/{storm,scale,weight,probe,eight,firefox-sync}.spec.ts'];

/** The test run says so when there is none. */
const withoutFirefox = findFirefox() ? [] : ['**/firefox*.spec.ts'];

export default defineConfig({
  testDir: 'e2e',
  projects: [
    {
      name: 'together',
      testMatch: '**/*.spec.ts',
      testIgnore: [...alone, ...withoutFirefox],
      // Also the tests of one file; one whose tests share something says so.
      fullyParallel: true,
    },
    { name: 'alone', testMatch: alone, testIgnore: withoutFirefox },
  ],
  globalSetup: './e2e/global-setup.ts',
  outputDir: '.data/e2e',
  workers: 1,
  timeout: 60_000,
  use: { screenshot: 'only-on-failure' },
  expect: { timeout: 10_000 },
  reporter: process.env['NEXIS_E2E_REPORT']
    ? [['list'], driftTable, ['json', { outputFile: process.env['NEXIS_E2E_REPORT'] }]]
    : [['list'], driftTable],
});
