import { fold } from '../../ui/search.ts';
import type { Template } from './edits.ts';

interface Searchable {
  readonly shortcut: string;
  readonly name: string;
  readonly content: string;
}

// Rows are never changed in place, so each is prepared once and not at every key.
const prepared = new WeakMap<Template, Searchable>();

/** The templates that a search means: by shortcut first, then by name, then by content; each in its own order. */
export function searchTemplates(templates: readonly Template[], query: string): readonly Template[] {
  const wanted = fold(query).trim().replace(/^\//, '');
  if (wanted === '') return templates;
  const ranked: Template[][] = [[], [], [], [], [], []];
  for (const template of templates) {
    const rank = rankOf(searchable(template), wanted);
    if (rank !== undefined) ranked[rank]?.push(template);
  }
  return ranked.flat();
}

function rankOf({ shortcut, name, content }: Searchable, wanted: string): number | undefined {
  if (shortcut === wanted) return 0;
  if (shortcut.startsWith(wanted)) return 1;
  if (shortcut.includes(wanted)) return 2;
  if (name.startsWith(wanted)) return 3;
  if (name.includes(wanted)) return 4;
  return content.includes(wanted) ? 5 : undefined;
}

function searchable(template: Template): Searchable {
  let found = prepared.get(template);
  if (!found) {
    found = {
      shortcut: fold(template.shortcut),
      name: fold(template.name),
      content: fold(template.content),
    };
    prepared.set(template, found);
  }
  return found;
}
