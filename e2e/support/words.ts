import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

type Tree = { readonly [key: string]: string | Tree };

const folder = path.resolve(import.meta.dirname, '../../extension/locales');

/** What the extension says in a language: a sentence by its key, with its parts put in. Throws when there is none. */
export function wordsOf(catalogue: string): (key: string, ...parts: readonly string[]) => string {
  const tree = parse(readFileSync(path.join(folder, `${catalogue}.yml`), 'utf8')) as Tree;
  return (key, ...parts) => {
    const found = key
      .split('.')
      .reduce<string | Tree | undefined>((at, step) => (typeof at === 'object' ? at[step] : undefined), tree);
    if (typeof found !== 'string') throw new Error(`${catalogue} has no ${key}`);
    return found.replaceAll(/\$(\d)/g, (_, at: string) => parts[Number(at) - 1] ?? '');
  };
}
