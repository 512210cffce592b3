import { useEffect, useRef, useState, type CSSProperties } from 'react';
import { i18n } from '#i18n';
import { ReplicaProvider, useStore } from '../replica/use-rows.ts';
import { IconButton } from '../ui/icon-button.tsx';
import type { PageModel } from './page-model.ts';
import type { PanelScope } from './panel-scope.ts';
import { PanelTabs } from './panel-tabs.tsx';
import { everything } from './shown.ts';

const WIDTH_PX = 380;
/** Less room than this beside the list, and the panel stands over the list. */
const ROOM_PX = 320;
const HEIGHT_MIN_PX = 320;
const LOOK_INTERVAL_MS = 300;

/** The panel beside the chat list. It is a script of its own, so it brings its contexts. */
export function PagePanel({ page }: { page: PageModel }) {
  const section = useStore(page.panel);
  useStore(page.replica.rows);
  const chats = useStore(page.whatsapp.chats);
  const panel = useRef<HTMLDivElement>(null);
  const style = usePlace(page);
  useEffect(() => panel.current?.querySelector<HTMLElement>('[role="tab"][tabindex="0"]')?.focus(), []);
  const organised = page.organised.get();
  if (section === null || !organised) return null;
  const close = () => page.closePanel();
  const scope: PanelScope = {
    organised,
    userId: page.userId,
    acts: page.acts,
    chats,
    seenAt: null,
    openChat: (chatId) =>
      void page.whatsapp.openChat(chatId).then((outcome) => {
        if (outcome !== 'done') page.acts.say(i18n.t('panel.cannotOpen'));
      }),
    onTagRenamed: (from, to) => {
      const shown = page.shown.get();
      if (shown.tag === from) page.shown.set({ ...shown, tag: to });
    },
    showTag: (tag) => page.shown.set({ ...everything, tag }),
  };
  return (
    <ReplicaProvider value={page.replica}>
      <div
        ref={panel}
        className="page-panel"
        role="dialog"
        aria-label={i18n.t('panel.organise')}
        style={style}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.defaultPrevented) return;
          event.preventDefault();
          close();
        }}
      >
        <header className="page-panel-head">
          <h1>{i18n.t('panel.organise')}</h1>
          <IconButton label={i18n.t('panel.close')} icon="close" onClick={close} />
        </header>
        <PanelTabs scope={scope} current={section} onChange={(id) => page.panel.set(id)} />
      </div>
    </ReplicaProvider>
  );
}

/** Beside the list, whichever side of it the open chat is on, and over its messages alone: no control of WhatsApp is covered. */
function usePlace(page: PageModel): CSSProperties {
  const [style, setStyle] = useState<CSSProperties>({});
  useEffect(() => {
    const look = () => {
      const boxes = page.whatsapp.boxes();
      if (!boxes) return;
      const { list, top, bottom } = boxes;
      const isRightToLeft = document.documentElement.dir === 'rtl';
      const room = isRightToLeft ? list.left : window.innerWidth - list.right;
      const isOver = room < ROOM_PX;
      const width = isOver ? list.width : Math.min(WIDTH_PX, room);
      // In a low window the list alone would be too little.
      const overTop = Math.max(0, Math.min(list.top, list.bottom - HEIGHT_MIN_PX));
      const left = isOver ? list.left : isRightToLeft ? list.left - width : list.right;
      setStyle({
        left,
        width,
        top: isOver ? overTop : top,
        height: (isOver ? list.bottom : bottom) - (isOver ? overTop : top),
      });
    };
    look();
    // The open chat may be drawn a moment later, with or without its composer.
    const timer = setInterval(look, LOOK_INTERVAL_MS);
    window.addEventListener('resize', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('resize', look);
    };
  }, [page]);
  return style;
}
