/** How letters are compared: without capitals, accents and what can't be seen. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase();

const MISS = 4;

/** 0: the same, 1: begins with it, 2: a word of it does, 3: holds it, 4: does not. */
function rankOf(folded: string, query: string): number {
  const at = folded.indexOf(query);
  if (at < 0) return MISS;
  if (at === 0) return folded.length === query.length ? 0 : 1;
  return folded.includes(` ${query}`) ? 2 : 3;
}

/** Finds things by name, the best first, else in their own order; of many, as many as are asked for. */
export class NameSearch<Item> {
  readonly #items: readonly { readonly item: Item; readonly folded: string }[];

  constructor(items: readonly Item[], nameOf: (item: Item) => string) {
    this.#items = items.map((item) => ({ item, folded: fold(nameOf(item)) }));
  }

  find(typed: string, limit: number): Item[] {
    const query = fold(typed.trim());
    if (query === '') return this.#items.slice(0, limit).map(({ item }) => item);
    const byRank: Item[][] = [[], [], [], []];
    for (const { item, folded } of this.#items) {
      const rank = rankOf(folded, query);
      const found = byRank[rank];
      if (found && found.length < limit) found.push(item);
    }
    return byRank.flat().slice(0, limit);
  }
}
