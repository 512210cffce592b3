import { createElement } from 'react';
import { createPortal } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { i18n } from '#i18n';
import { ReplicaProvider, useScreenState, useStore } from '../../replica/use-rows.ts';
import { createShadow } from '../../ui/shadow.ts';
import { defineFeature, type PageContext } from '../feature.ts';
import { editors, loadEditors } from './editors-store.ts';
import css from './folders.css?inline';
import { FoldersModel, FoldersProvider, useFolders } from './folders-context.ts';
import { RowTools } from './row-tools.tsx';
import { shareReact } from './shared-react.ts';
import { filterOf } from './shelf.ts';
import { Strip } from './strip.tsx';
import { Toasts } from './toast.tsx';

/** Folders above the chat list that filter it, and the way to put chats in them. */
export const folders = defineFeature({
  name: 'folders',
  needs: ['account', 'chats', 'filter', 'strip'],
  start(context, signal) {
    shareReact();
    const model = new FoldersModel(context.whatsapp, context.replica);
    keepFilter(model, signal);
    forgetWithUser(model, signal);
    mountFolders(context, model, signal);
  },
});

/** Keeps WhatsApp's list on the selected folder as chats are filed, here or on another device. */
function keepFilter(model: FoldersModel, signal: AbortSignal): void {
  let applied = 'null';
  const apply = () => {
    const shelf = model.shelf();
    const filter = shelf && filterOf(shelf, model.selection.get());
    if (!filter && model.selection.get() !== 'all') model.selection.set('all');
    const next = JSON.stringify(filter);
    if (next === applied) return;
    applied = next;
    void model.whatsapp.setFilter(filter).then((outcome) => {
      if (outcome === 'done' || !filter || signal.aborted || applied !== next) return;
      model.selection.set('all');
      model.acts.say(i18n.t('folders.cannotFilter'));
    });
  };
  const stops = [
    model.selection.subscribe(() => {
      model.whatsapp.scrollListToTop();
      apply();
    }),
    model.replica.rows.subscribe(apply),
    model.replica.state.subscribe(apply),
    model.whatsapp.chats.subscribe(apply),
  ];
  model.whatsapp.onNativeFilter(() => model.selection.set('all'), signal);
  signal.addEventListener('abort', () => {
    for (const stop of stops) stop();
    if (applied !== 'null') void model.whatsapp.setFilter(null);
  });
}

/** What one person did or has open is not for the next. */
function forgetWithUser(model: FoldersModel, signal: AbortSignal): void {
  let userId = model.userId;
  const stop = model.replica.state.subscribe(() => {
    if (model.userId === userId) return;
    userId = model.userId;
    model.acts.said.set(null);
    model.overlay.set(null);
    model.drag.set(null);
  });
  signal.addEventListener('abort', stop);
}

/** The strip goes above the list; a row's buttons after it, so that Tab leads from the row to them; what floats at the end. */
function mountFolders({ replica, whatsapp }: PageContext, model: FoldersModel, signal: AbortSignal): void {
  const shadow = () => createShadow(css, whatsapp.isDark, signal);
  const [strip, tools, floating] = [shadow(), shadow(), shadow()];
  model.dropTargetAt = (x, y) =>
    strip.root.elementFromPoint(x, y)?.closest('[data-drop]')?.getAttribute('data-drop') ?? null;
  const react = createRoot(strip.container);
  react.render(
    <ReplicaProvider value={replica}>
      <FoldersProvider value={model}>
        <Strip />
        {createPortal(<Tools />, tools.container)}
        {createPortal(<Floating container={floating.container} />, floating.container)}
      </FoldersProvider>
    </ReplicaProvider>,
  );
  whatsapp.mount('above-list', strip.host, signal);
  whatsapp.mount('after-list', tools.host, signal);
  whatsapp.mount('page', floating.host, signal);
  signal.addEventListener('abort', () => react.unmount());
}

function Tools() {
  const { user } = useScreenState();
  const { on } = useStore(useFolders().whatsapp.health);
  return user && on.has('rows') ? <RowTools /> : null;
}

function Floating({ container }: { container: HTMLElement }) {
  const model = useFolders();
  const { user } = useScreenState();
  const overlay = useStore(model.overlay);
  const drag = useStore(model.drag);
  const loaded = useStore(editors);
  if (!user) return null;
  if (overlay) loadEditors();
  return (
    <>
      {overlay && loaded && createElement(loaded, { key: overlay.kind, model, overlay, container })}
      {drag && (
        <div className="ghost" style={{ left: drag.x + 12, top: drag.y + 8 }}>
          <bdi>{drag.label}</bdi>
        </div>
      )}
      <Toasts />
    </>
  );
}
