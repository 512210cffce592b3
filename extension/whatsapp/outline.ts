/** Attributes whose values are WhatsApp Web's own words; every other attribute may hold a name, a number or a text. */
const SAFE_ATTRIBUTES = ['role', 'data-tab', 'contenteditable', 'data-scrolltracepolicy', 'dir'];
const SAFE_IDS = new Set(['app', 'side', 'main', 'pane-side', 'chat-list', 'whatsapp-web']);
const DEPTH_MAX = 10;
const CHILDREN_MAX = 6;
const LINES_MAX = 120;

/** The skeleton of a part of the page: tags and safe attributes, nothing that anybody wrote or is called. */
export function outline(root: Element): string {
  const lines: string[] = [];
  const walk = (element: Element, depth: number) => {
    if (lines.length >= LINES_MAX || depth > DEPTH_MAX) return;
    lines.push('  '.repeat(depth) + describe(element));
    const children = Array.from(element.children);
    for (const child of children.slice(0, CHILDREN_MAX)) walk(child, depth + 1);
    if (children.length > CHILDREN_MAX) lines.push(`${'  '.repeat(depth + 1)}…`);
  };
  walk(root, 0);
  return lines.join('\n');
}

function describe(element: Element): string {
  const id = SAFE_IDS.has(element.id) ? `#${element.id}` : '';
  const attributes = SAFE_ATTRIBUTES.flatMap((name) => {
    const value = element.getAttribute(name);
    return value !== null && /^[a-z0-9.-]{0,40}$/i.test(value) && !/\d{4}/.test(value)
      ? [`[${name}=${value}]`]
      : [];
  });
  return element.localName + id + attributes.join('');
}
