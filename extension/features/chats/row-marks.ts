import { colorOf, colorValue } from '../../ui/colors.ts';
import type { PageModel } from '../page-model.ts';

interface Mark {
  readonly priority?: { readonly name: string; readonly color: string };
  readonly tag?: string;
  readonly isPicked: boolean;
  readonly isDark: boolean;
}

const css = `
:host { all: initial !important; position: absolute !important; inset: 0 !important; pointer-events: none !important; }
.ring { position: absolute; inset: 1px 11px; border-radius: 10px; box-shadow: inset 0 0 0 2px #067a5f; background: rgb(6 122 95 / 10%); }
.dark .ring { box-shadow: inset 0 0 0 2px #3cd3a2; background: rgb(60 211 162 / 12%); }
.line { position: absolute; inset-block: 12px 16px; inset-inline-start: 3px; width: 4px; border-radius: 2px; }
.notes { position: absolute; bottom: 4px; inset-inline: 83px 24px; display: flex; gap: 12px; height: 13px; color: #54636d; font: 600 10.5px/13px 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, system-ui, sans-serif; }
.dark .notes { color: #aebac1; }
.note { display: flex; align-items: center; gap: 4px; min-width: 0; }
.note span { flex: none; width: 7px; height: 7px; border-radius: 50%; }
.note .is-tag { border-radius: 1.5px; }
bdi { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
`;

/** The priority and the tag of each chat on its row in the list, in the little room under the last message. */
export function markRows(page: PageModel, signal: AbortSignal): void {
  const { whatsapp, replica, picked } = page;
  const keyOf = (chatId: string): string => {
    const organised = page.organised();
    if (!organised || !replica.state.get().user) return '';
    const priority = organised.priorityByChat.get(chatId);
    const tag = organised.tagByChat.get(chatId);
    const isPicked = picked.get().has(chatId);
    if (!priority && tag === undefined && !isPicked) return '';
    const mark: Mark = {
      ...(priority && { priority: { name: priority.name, color: colorValue(priority.color) } }),
      ...(tag !== undefined && { tag }),
      isPicked,
      isDark: whatsapp.isDark.get(),
    };
    return JSON.stringify(mark);
  };
  const refresh = whatsapp.decorateRows({ keyOf, draw }, signal);
  const look = () => {
    const organised = page.organised();
    const isAnything =
      organised !== null &&
      Boolean(replica.state.get().user) &&
      organised.priorityByChat.size + organised.tagByChat.size + picked.get().size > 0;
    refresh(isAnything);
  };
  look();
  const stores = [replica.rows, replica.state, picked, whatsapp.isDark, whatsapp.account];
  const stops = stores.map((store) => store.subscribe(look));
  signal.addEventListener('abort', () => {
    for (const stop of stops) stop();
  });
}

function draw(root: ShadowRoot, key: string): void {
  const { priority, tag, isPicked, isDark } = JSON.parse(key) as Mark; // Safe: made above.
  const style = document.createElement('style');
  style.textContent = css;
  const all = element('div', isDark ? 'dark' : 'light');
  if (isPicked) all.append(element('div', 'ring'));
  if (priority) {
    const line = element('div', 'line');
    line.style.background = priority.color;
    all.append(line);
  }
  const notes = element('div', 'notes');
  if (priority) notes.append(note(priority.name, priority.color, ''));
  if (tag !== undefined) notes.append(note(tag, colorOf(tag), 'is-tag'));
  if (notes.childElementCount > 0) all.append(notes);
  root.replaceChildren(style, all);
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function note(text: string, color: string, kind: string): HTMLElement {
  const dot = element('span', kind);
  dot.style.background = color;
  const name = element('bdi', '');
  name.textContent = text;
  const made = element('div', 'note');
  made.append(dot, name);
  return made;
}
