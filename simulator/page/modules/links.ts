interface FoundLink {
  href: string;
  url: string;
  suspiciousCharacters?: Set<string>;
}

/** The links of a text. */
export function findLinks(text: string | undefined): FoundLink[] {
  return Array.from((text ?? '').matchAll(/\bhttps?:\/\/[^\s<>"]+/g), ([href]) => ({ href, url: href }));
}

export function findLink(text: string | undefined): FoundLink | undefined {
  return findLinks(text)[0];
}
