import { i18n } from '#i18n';
import type { ChatFilter } from '../../whatsapp/index.ts';
import type { PageModel } from '../page-model.ts';
import { everything, filterOf, isNarrowed, isSameShown } from '../shown.ts';

/** Keeps WhatsApp's list on what is to be shown as chats are filed, here or on another device, and begins with the person's start folder. */
export function keepFilter(page: PageModel, signal: AbortSignal): void {
  let applied: ChatFilter | null = null;
  const apply = () => {
    const organised = page.organised.get();
    if (page.startedFor !== page.owner && organised && page.whatsapp.chats.get().size > 0) {
      page.startedFor = page.owner;
      const isKnown = organised.start === 'unfiled' || organised.chatIdsByFolder.has(organised.start);
      // Sets off this again.
      if (isKnown) return page.shown.set({ ...everything, folderId: organised.start });
    }
    const shown = page.shown.get();
    const isGone =
      shown.folderId !== '' &&
      shown.folderId !== 'unfiled' &&
      !organised?.chatIdsByFolder.has(shown.folderId);
    const isEmptyUnfiled = shown.folderId === 'unfiled' && organised?.folders.length === 0;
    if (!isSameShown(shown, everything) && (!organised || isEmptyUnfiled || (isGone && !isNarrowed(shown)))) {
      return page.shown.set(everything);
    }
    const filter = organised
      ? filterOf(organised, shown, page.whatsapp.chats.get(), page.whatsapp.activeChat.get())
      : null;
    if (isSameFilter(filter, applied)) return;
    applied = filter;
    void page.whatsapp.setFilter(filter).then((outcome) => {
      if (outcome === 'done' || !filter || signal.aborted || applied !== filter) return;
      page.shown.set(everything);
      page.acts.say(i18n.t('folders.cannotFilter'));
    });
  };
  const { chats, activeChat } = page.whatsapp;
  const stops = [
    page.shown.subscribe(() => {
      page.whatsapp.scrollListToTop();
      apply();
    }),
    ...[page.replica.rows, page.replica.state, chats].map((store) => store.subscribe(apply)),
    activeChat.subscribe(() => page.shown.get().isUnread && apply()),
  ];
  page.whatsapp.onNativeFilter(() => page.shown.set(everything), signal);
  apply();
  signal.addEventListener('abort', () => {
    for (const stop of stops) stop();
    if (applied) void page.whatsapp.setFilter(null);
  });
}

function isSameFilter(a: ChatFilter | null, b: ChatFilter | null): boolean {
  if (!a || !b) return a === b;
  return (
    a.isExcluding === b.isExcluding &&
    a.ids.length === b.ids.length &&
    a.ids.every((id, index) => id === b.ids[index])
  );
}
