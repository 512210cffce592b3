import { createShadow } from '../../ui/shadow.ts';
import { defineFeature } from '../feature.ts';
import { renderInPage } from '../render-in-page.tsx';
import { keepFilter } from './filter-list.ts';
import css from './folders.css?inline';
import { Strip } from './strip.tsx';

const EDGE_PX = 12;
/** With each move of the pointer. */
const SCROLL_PX = 8;

/** Folders and views above the chat list that filter it. */
export const folders = defineFeature({
  name: 'folders',
  needs: ['account', 'chats', 'filter', 'strip'],
  start({ page, whatsapp }, signal) {
    keepFilter(page, signal);
    const { host, root, container } = createShadow(css, whatsapp.isDark, signal);
    page.dropTargetAt = (x, y) =>
      root.elementFromPoint(x, y)?.closest('[data-drop]')?.getAttribute('data-drop') ?? null;
    page.scrollStripAt = (y) => {
      const strip = root.querySelector('.strip');
      const box = strip?.getBoundingClientRect();
      if (!strip || !box || y < box.top - EDGE_PX || y > box.bottom + EDGE_PX) return;
      if (y < box.top + EDGE_PX) strip.scrollBy({ top: -SCROLL_PX });
      else if (y > box.bottom - EDGE_PX) strip.scrollBy({ top: SCROLL_PX });
    };
    renderInPage(page, container, <Strip />, signal);
    whatsapp.mount('above-list', host, signal);
    signal.addEventListener('abort', () => {
      page.dropTargetAt = () => null;
      page.scrollStripAt = () => {};
    });
  },
});
