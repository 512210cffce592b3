import { defineConfig } from '@playwright/test';
import { findFirefox } from './e2e/support/browser.ts';

const driftTable: [string] = ['./e2e/drift/table.ts'];

/** What measures, and what builds the extension anew: nothing else may run beside it. */
const alone = ['**/{bench,drift}/*.spec.ts', '**/{storm,scale,weight,trust,probe,eight,firefox*}.spec.ts'];

export default defineConfig({
  testDir: 'e2e',
  projects: [
    { name: 'together', testMatch: '**/*.spec.ts', testIgnore: alone },
    // The test run says so when there is no Firefox.
    { name: 'alone', testMatch: alone, testIgnore: findFirefox() ? [] : '**/firefox*.spec.ts' },
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
