import { expect, test } from 'vitest';
import { entities, writableNames } from '../../../shared/entities/index.ts';
import { emptyRows } from '../../../shared/sync/apply.ts';
import { exportDocument, fileName } from './document.ts';
import { everyThing } from './testing/every-thing.ts';

const now = new Date(2026, 10, 24, 12);
const written = (rows = everyThing()) =>
  JSON.parse(exportDocument(rows, now)) as { rows: Record<string, object[]> };

test('every entity that a client writes is in the export, with its id and all that its writer writes', () => {
  const { rows } = written();
  expect(Object.keys(rows)).toEqual(writableNames);
  for (const name of writableNames) {
    const wanted = ['id', ...Object.keys(entities[name].fields.shape)];
    expect([name, Object.keys(rows[name]?.[0] ?? {})]).toEqual([name, wanted]);
  }
});

test('what the server alone writes stays out of it', () => {
  const text = exportDocument(everyThing(), now);
  expect(text).not.toContain('revision');
  expect(text).not.toContain('accountNumber');
  expect(text).not.toContain('whatsapp-session');
});

test('it says its version and when it was made', () => {
  expect(written()).toMatchObject({ nexischat: 1, exportedAt: now.toISOString() });
});

test('with nothing organised it is a document all the same', () => {
  expect(written(emptyRows).rows['folder']).toEqual([]);
});

test('a file is named after what is in it and its day', () => {
  expect(fileName(now, 'json')).toBe('nexischat-2026-11-24.json');
  expect(fileName(now, 'csv', 'chat-folder')).toBe('nexischat-chat-folder-2026-11-24.csv');
});
