import type { PageConfig } from '../protocol.ts';

/** What the server wrote into the document; empty in unit tests, which have none. */
export const config: PageConfig = JSON.parse(
  globalThis.document?.querySelector('#sim-config')?.textContent ?? '{}',
);

/** Test ids are in some users' pages and compiled to nothing in others'. */
export function testId(name: string): { 'data-testid'?: string } {
  return config.testIds ? { 'data-testid': name } : {};
}
