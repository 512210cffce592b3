import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../server/db/embedded.ts';
import { findChromium } from './support/browser.ts';
import { createTemplate } from './support/database.ts';
import { buildExtension } from './support/build-extension.ts';
import { API_HOST } from './support/product.ts';

/** One PostgreSQL with a migrated template, and one end-to-end build for all tests. */
export default async function setUp(): Promise<() => Promise<void>> {
  findChromium();
  process.env['NEXIS_E2E_EXTENSION'] = await buildExtension({
    apiOrigin: `http://${API_HOST}`,
    hasOpenShadowRoots: true,
  });
  const directory = mkdtempSync(path.join(tmpdir(), 'nexischat-e2e-'));
  const given = process.env['DATABASE_URL'];
  const postgres = given ? null : await startEmbeddedPostgres(directory);
  const url = given ?? postgres?.url ?? '';
  process.env['NEXIS_E2E_POSTGRES_URL'] = url;
  const template = await createTemplate(url);
  process.env['NEXIS_E2E_TEMPLATE'] = template.name;
  return async () => {
    await template.drop();
    await postgres?.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}
