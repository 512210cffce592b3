import { defineConfig } from '@playwright/test';
import { findFirefox } from './e2e/support/browser.ts';

const driftTable: [string] = ['./e2e/drift/table.ts'];

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  // Said by the test run when it happens.
  testIgnore: findFirefox() ? [] : '**/firefox*.spec.ts',
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
