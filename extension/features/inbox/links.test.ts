import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linksIn } from './links.ts';

const hrefs = (text: string) => linksIn(text).flatMap(({ href }) => href ?? []);

test('web addresses are links, without what ends the sentence after them', () => {
  expect(hrefs('See https://example.com/a?b=1, or (http://example.org).')).toEqual([
    'https://example.com/a?b=1',
    'http://example.org/',
  ]);
  expect(hrefs('https://en.wikipedia.org/wiki/Rust_(film)')).toEqual([
    'https://en.wikipedia.org/wiki/Rust_(film)',
  ]);
});

test('nothing but web addresses is a link', () => {
  expect(hrefs('javascript:alert(1) data:text/html,x file:///etc/passwd chrome://settings https://')).toEqual(
    [],
  );
});

test('a message of dots takes no time', () => {
  const text = `https://a${'.'.repeat(60_000)}b `.repeat(3);
  const startMs = performance.now();
  linksIn(text);
  expect(performance.now() - startMs).toBeLessThan(500);
});

test('every text is shown whole, whatever is in it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.webUrl(), fc.constant('https://'))),
      (parts) => {
        const text = parts.join(' ');
        const runs = linksIn(text);
        expect(runs.map((run) => run.text).join('')).toBe(text);
        for (const { href } of runs) if (href !== null) expect(href).toMatch(/^https?:\/\//);
      },
    ),
  );
});
