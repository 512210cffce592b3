import { drifted, type Loader } from '../../page/core/loader.ts';
import type { Exports } from '../../page/core/loader.ts';
import { config } from '../../page/config.ts';
import { Cmd } from '../../page/modules/instances.ts';
import { Chat } from '../../page/modules/models.ts';
import { has } from './has.ts';

/** How the page itself opens a chat, whatever becomes of the public way. */
export const openChatBottom = Cmd.openChatBottom.bind(Cmd);

/** Changes what the modules offer to others; the page's own code has its imports. */
export function driftModules(loader: Loader): void {
  const exportsOf = (id: string): Exports => loader.importNamespace(drifted(id, config.drift.renamed));
  if (has('version-untold')) Object.assign(window, { Debug: {} });
  if (has('synced-flag-gone')) hide(exportsOf('WAWebSocketModel'), 'Socket', 'hasSynced');
  if (has('models-array-gone')) {
    hide(exportsOf('WAWebChatCollection'), 'ChatCollection', 'getModelsArray');
    hide(exportsOf('WAWebCollections')['default'] as Exports, 'Chat', 'getModelsArray');
  }
  if (has('open-chat-gone')) offer({ openChatBottom: undefined });
  if (has('open-chat-idle')) offer({ openChatBottom: async () => true });
  if (has('open-chat-by-chat')) offer({ openChatBottom: openByChat });
}

async function openByChat(chat: unknown): Promise<boolean> {
  if (!(chat instanceof Chat)) throw new TypeError('chat.id is undefined');
  return openChatBottom({ chat });
}

function offer(methods: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(methods)) Object.defineProperty(Cmd, name, { value });
}

/** Others see the thing without one of its members; the page does not go through the export. */
function hide(exports: Exports, name: string, member: string): void {
  const thing = exports[name] as object;
  exports[name] = new Proxy(thing, {
    has: (target, key) => key !== member && key in target,
    get(target, key) {
      const value: unknown = key === member ? undefined : Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
