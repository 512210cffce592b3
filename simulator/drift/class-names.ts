/** Of the shell and its theme, not made by the build. */
const KEPT = new Set(['dark', 'web', 'color-refresh']);

/** What a class is called in a build that names them all anew. */
export function otherClass(name: string): string {
  if (KEPT.has(name)) return name;
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return `x${hash.toString(36)}`;
}

/** A style sheet with other classes. */
export function renameClasses(style: string): string {
  return style.replaceAll(/\.(-?[a-z_][\w-]*)/gi, (_, name: string) => `.${otherClass(name)}`);
}
