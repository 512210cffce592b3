import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { environment, expect, test } from './support/product.ts';

/** A bridge to WhatsApp Web without any UI weighs 111 KB; React is in ours. */
const IN_PAGE_BYTES_MAX = 130 * 1024;

test('what loads with every WhatsApp page weighs at most 130 KB compressed', () => {
  const folder = path.join(environment.extension, 'content-scripts');
  const sizes = readdirSync(folder).map((file) => gzipSync(readFileSync(path.join(folder, file))).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`in-page code: ${Math.round(total / 1024)} KB gzip`);
  expect(total).toBeLessThanOrEqual(IN_PAGE_BYTES_MAX);
});
