/** A script for the page, and the functions that it calls: they go along by their source, as nothing else of ours is there. */
export interface PageScript<Args extends readonly unknown[], T> {
  readonly run: (...args: Args) => T | Promise<T>;
  readonly uses: readonly ((...args: never[]) => unknown)[];
}

/** What the page is given to run. Arguments are JSON. */
export function sourceOf<Args extends readonly unknown[]>(
  { run, uses }: PageScript<Args, unknown>,
  args: Args,
): string {
  return `(() => {\n${uses.join('\n')}\nreturn (${String(run)})(...${JSON.stringify(args)});\n})()`;
}
