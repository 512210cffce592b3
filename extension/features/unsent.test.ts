import { beforeEach, expect, test } from 'vitest';
import { UnsentTexts } from './unsent.ts';

/** A storage as a browser has it. */
function memory(): Storage {
  const kept: Record<string, string> = {};
  return Object.defineProperties(kept, {
    getItem: { value: (key: string) => kept[key] ?? null },
    setItem: { value: (key: string, text: string) => void (kept[key] = text) },
    removeItem: { value: (key: string) => void delete kept[key] },
  }) as unknown as Storage;
}

const outgoing = { key: 'k', text: 'Hello', at: 1, problem: null };
let storage: Storage;
beforeEach(() => {
  storage = memory();
});
const opened = () => new UnsentTexts(() => storage).of('ada', 'account', '1@c.us');

test('what was typed is there when the panel is opened anew', () => {
  opened().set({ draft: 'I will', outgoing: [] });
  expect(opened().get().draft).toBe('I will');
});

test('what was under way when the panel was closed keeps its key and waits for the person', () => {
  opened().set({ draft: '', outgoing: [outgoing] });
  expect(opened().get().outgoing).toEqual([{ ...outgoing, problem: { code: 'interrupted', message: '' } }]);
});

test('each chat has its own, and what is empty is not kept', () => {
  const texts = new UnsentTexts(() => storage);
  texts.of('ada', 'account', '1@c.us').set({ draft: 'one', outgoing: [] });
  expect(texts.of('ada', 'account', '2@c.us').get().draft).toBe('');
  texts.of('ada', 'account', '1@c.us').set({ draft: '', outgoing: [] });
  expect(Object.keys(storage)).toEqual([]);
});

test('nothing is left of it when its user has signed out', () => {
  opened().set({ draft: 'secret', outgoing: [outgoing] });
  storage.setItem('another', 'kept');
  const texts = new UnsentTexts(() => storage);
  texts.keepOnly('ada');
  expect(Object.keys(storage)).toHaveLength(2);
  texts.keepOnly(null);
  expect(Object.keys(storage)).toEqual(['another']);
  expect(texts.of('ada', 'account', '1@c.us').get()).toEqual({ draft: '', outgoing: [] });
});

test('what is answered after its user has signed out is not written any more', () => {
  const texts = new UnsentTexts(() => storage);
  const store = texts.of('ada', 'account', '1@c.us');
  store.set({ draft: '', outgoing: [outgoing] });
  texts.keepOnly(null);
  store.set({ draft: 'back', outgoing: [] });
  expect(Object.keys(storage)).toEqual([]);
});
