import { expect, test } from 'vitest';
import { pageDocument, type DocumentOptions } from './document.ts';

const options: DocumentOptions = {
  config: {
    version: '</script>',
    listTiming: 'sync',
    testIds: false,
    overscan: 30,
    hasMinifiedIds: false,
    drift: { renamed: [], changes: [] },
    moduleDelayMs: 0,
    healthCheckMs: 15_000,
    hasQrSuffix: false,
    isLidMapKnown: true,
    storageMb: 0,
  },
  csp: 'strict',
  locale: 'ar',
  theme: 'dark',
  build: '1',
};

test('the policy takes scripts by nonce alone and asks for trusted types', () => {
  const policy = pageDocument(options).headers['content-security-policy'];
  expect(policy).toMatch(/script-src 'nonce-[^']+' 'strict-dynamic';/);
  expect(policy).toContain(`require-trusted-types-for 'script'`);
});

test.each(['2024', 'nonce'] as const)('the policy %s asks for no trusted types', (csp) => {
  const policy = pageDocument({ ...options, csp }).headers['content-security-policy'];
  expect(policy).toContain('script-src');
  expect(policy).not.toContain('trusted-types');
});

test('a right-to-left language turns the page', () => {
  expect(pageDocument(options).body).toContain('lang="ar" dir="rtl"');
});

test('what the configuration says can not end its script', () => {
  expect(pageDocument(options).body.match(/<\/script>/g)).toHaveLength(3);
});

test('a first script comes before anything else in the head, and the policy takes it', () => {
  const { body, headers } = pageDocument({ ...options, firstScript: 'let first;' });
  const nonce = /<head>\n<script nonce="([^"]+)">let first;<\/script>/.exec(body)?.[1];
  expect(headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
});
