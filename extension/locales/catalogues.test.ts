import { expect, test } from 'vitest';
import { parse } from 'yaml';

const files = import.meta.glob<string>('./*.yml', { query: '?raw', import: 'default', eager: true });
const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '../../wxt.config.ts', '!../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Keys whose value is the English one by right: names, borrowed words, and what has no words. */
const sameAsEnglish: Readonly<Record<string, readonly string[]>> = {
  pt_BR: [
    'extName',
    'comma',
    'chats.one',
    'notSaved.named',
    'notSaved.tag',
    'popup.email',
    'tags.title',
    'tags.tag',
    'tags.give',
    'views.tag',
    'data.things.chatTag',
    'templates.samples.person',
  ],
  es: [
    'extName',
    'comma',
    'chats.one',
    'chats.count.1',
    'chats.count.n',
    'notSaved.named',
    'notSaved.tag',
    'palette.chat',
    'tags.title',
    'tags.tag',
    'tags.give',
    'views.tag',
    'data.things.chatTag',
  ],
  ar: ['extName'],
};

type Tree = { readonly [key: string]: string | Tree };
/** Every sentence by its dotted key; each form of a plural is one. */
type Catalogue = ReadonlyMap<string, string>;

const flat = (tree: Tree, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );

const read = (name: string): Catalogue => new Map(flat(parse(files[`./${name}.yml`] ?? '') as Tree));

const english = read('en');
const others = Object.keys(sameAsEnglish);

const PLURAL = /\.([01n])$/;
const placeholders = (text: string | undefined) => [...new Set(text?.match(/\$\d|\{\{/g))].sort();

test('every catalogue is looked at', () => {
  expect(Object.keys(files).sort()).toEqual(['en', ...others].map((name) => `./${name}.yml`).sort());
});

test.each(others)('%s has the keys and the plural forms of the English catalogue, and no other', (name) => {
  expect([...read(name).keys()].sort()).toEqual([...english.keys()].sort());
});

test.each(others)('%s puts the same things into its sentences', (name) => {
  const catalogue = read(name);
  for (const [key, text] of english) {
    // One and none may be words.
    const isOptional = ['0', '1'].includes(PLURAL.exec(key)?.[1] ?? '');
    const wanted = placeholders(text).filter((each) => !isOptional || each !== '$1');
    const found = placeholders(catalogue.get(key)).filter((each) => !isOptional || each !== '$1');
    expect.soft(found, key).toEqual(wanted);
  }
});

test.each(others)('%s says in English only what is excused', (name) => {
  const catalogue = read(name);
  const same = [...english].filter(([key, text]) => catalogue.get(key) === text).map(([key]) => key);
  expect(same.sort()).toEqual([...(sameAsEnglish[name] ?? [])].sort());
});

test('nothing is said in Arabic without its place for names of the other direction', () => {
  const bare = [...read('ar')].filter(([, text]) => /(?<!\u2068)\$\d|\$\d(?!\u2069)/.test(text));
  expect(bare).toEqual([]);
});

test('a form of a plural never holds what divides forms', () => {
  const divided = ['en', ...others].flatMap((name) =>
    [...read(name)].filter(([, text]) => text.includes(' | ')),
  );
  expect(divided).toEqual([]);
});

test('every sentence is said somewhere', () => {
  const code = Object.values(sources).join('\n');
  const manifest = Array.from(code.matchAll(/__MSG_(\w+?)__/g), ([, key]) => key?.replaceAll('_', '.'));
  const whole = new Set([...manifest, ...Array.from(code.matchAll(/'([\w.]+)'/g), ([, key]) => key)]);
  // i18n.t(`colors.${color}`)
  const prefixes = Array.from(code.matchAll(/i18n\.t\(\s*`([\w.]+\.)\$\{/g), ([, prefix]) => prefix ?? '');
  const dead = [...english.keys()]
    .map((key) => key.replace(PLURAL, ''))
    .filter((key) => !whole.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)));
  expect(dead).toEqual([]);
});
