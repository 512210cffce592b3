import { colorOf, colorValue } from '../../ui/colors.ts';
import { latest } from '../../ui/latest.ts';
import type { Organised } from '../organised.ts';
import type { PageModel } from '../page-model.ts';

interface Mark {
  readonly priority?: { readonly name: string; readonly color: string };
  readonly tag?: string;
  readonly isPicked: boolean;
  readonly isDark: boolean;
}

// Each part is styled by itself: the page moves rows, and a style element that a page moves is judged by the page's policy then.
const styles = {
  ring: 'position: absolute; inset: 1px 11px; border: 2px solid; border-radius: 10px; opacity: 0.6',
  line: 'position: absolute; inset-block: 12px 16px; inset-inline-start: 3px; width: 4px; border-radius: 2px',
  notes:
    "position: absolute; bottom: 4px; inset-inline: 83px 24px; display: flex; gap: 12px; height: 13px; font: 600 10.5px/13px 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, system-ui, sans-serif",
  note: 'display: flex; align-items: center; gap: 4px; min-width: 0',
  dot: 'flex: none; width: 7px; height: 7px; border-radius: 50%',
  tagDot: 'flex: none; width: 7px; height: 7px; border-radius: 1.5px',
  name: 'overflow: hidden; text-overflow: ellipsis; white-space: nowrap',
} as const;
const inks = { light: '#54636d', dark: '#aebac1' } as const;
const rings = { light: '#067a5f', dark: '#3cd3a2' } as const;

/** The priority and the tag of each chat on its row in the list, in the little room under the last message. */
export function markRows(page: PageModel, signal: AbortSignal): void {
  const { whatsapp, replica, picked } = page;
  const keyOf = (chatId: string): string => {
    const organised = page.organised.get();
    if (!organised || !replica.state.get().user) return '';
    const priority = organised.priorityByChat.get(chatId);
    const tag = organised.tagByChat.get(chatId);
    const isPicked = page.isPicked(chatId);
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
  // Folders are on no row: chats that are only filed leave the rows as they are.
  const refreshFor = latest(
    (
      priorities: Organised['priorityByChat'] | undefined,
      tags: Organised['tagByChat'] | undefined,
      isSignedIn: boolean,
      chats: ReadonlySet<string>,
      _isDark: boolean,
    ) => refresh(isSignedIn && (priorities?.size ?? 0) + (tags?.size ?? 0) + chats.size > 0),
  );
  const look = () => {
    const organised = page.organised.get();
    const isSignedIn = organised !== null && Boolean(replica.state.get().user);
    refreshFor(
      organised?.priorityByChat,
      organised?.tagByChat,
      isSignedIn,
      picked.get(),
      whatsapp.isDark.get(),
    );
  };
  look();
  const stores = [page.organised, replica.state, picked, whatsapp.isDark];
  const stops = stores.map((store) => store.subscribe(look));
  signal.addEventListener('abort', () => {
    for (const stop of stops) stop();
  });
}

function draw(root: ShadowRoot, key: string): void {
  const { priority, tag, isPicked, isDark } = JSON.parse(key) as Mark; // Safe: made above.
  const theme = isDark ? 'dark' : 'light';
  const parts: HTMLElement[] = [];
  if (isPicked) parts.push(element('div', `${styles.ring}; color: ${rings[theme]}`));
  if (priority) parts.push(element('div', `${styles.line}; background: ${priority.color}`));
  const notes = element('div', `${styles.notes}; color: ${inks[theme]}`);
  if (priority) notes.append(note(priority.name, `${styles.dot}; background: ${priority.color}`));
  if (tag !== undefined) notes.append(note(tag, `${styles.tagDot}; background: ${colorOf(tag)}`));
  if (notes.childElementCount > 0) parts.push(notes);
  root.replaceChildren(...parts);
}

function element(name: string, style: string): HTMLElement {
  const made = document.createElement(name);
  made.style.cssText = style;
  return made;
}

function note(text: string, dotStyle: string): HTMLElement {
  const name = element('bdi', styles.name);
  name.textContent = text;
  const made = element('div', styles.note);
  made.className = 'note';
  made.append(element('span', dotStyle), name);
  return made;
}
