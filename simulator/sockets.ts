import { WebSocket, type WebSocketServer } from 'ws';
import { clientMessageSchema, type ClientMessage, type ServerMessage, type Theme } from './protocol.ts';
import type { World } from './world/world.ts';

/** Chats per history message, so that a page can start on the first while the others travel. */
const CHATS_PER_HISTORY = 2000;
const DELIVERED = 2;

export interface Pages {
  broadcast(message: ServerMessage, except?: WebSocket): void;
  setTheme(theme: Theme): void;
}

interface Start {
  theme: Theme;
  /** From the history to the end of the sync; Infinity: it never ends. */
  syncDelayMs: number;
}

/** Serves one account's world to every page that connects. */
export function servePages(server: WebSocketServer, world: World, start: Start): Pages {
  let { theme } = start;
  function broadcast(message: ServerMessage, except?: WebSocket): void {
    const text = JSON.stringify(message);
    for (const page of server.clients) {
      if (page !== except && page.readyState === WebSocket.OPEN) page.send(text);
    }
  }
  function answer(page: WebSocket, message: ClientMessage): void {
    const reply = (said: ServerMessage) => page.send(JSON.stringify(said));
    switch (message.type) {
      case 'hello': {
        reply({ type: 'ok', me: world.me, theme });
        const chats = world.chats();
        for (let from = 0; from < chats.length; from += CHATS_PER_HISTORY) {
          const part = chats.slice(from, from + CHATS_PER_HISTORY);
          reply({ type: 'history', chats: part, contacts: from === 0 ? world.contacts : [] });
        }
        if (start.syncDelayMs === 0) reply({ type: 'synced' });
        else if (start.syncDelayMs < Infinity) {
          const timer = setTimeout(() => reply({ type: 'synced' }), start.syncDelayMs);
          page.once('close', () => clearTimeout(timer));
        }
        break;
      }
      case 'send': {
        const { chatId, body, id } = message.msg;
        if (!world.has(chatId)) return;
        const sent = world.send(chatId, body, id);
        reply({ type: 'sent', n: message.n, t: sent.t });
        reply({ type: 'ack', chatId, id, ack: 1 });
        broadcast({ type: 'msg', msg: sent, unread: world.chat(chatId).unread }, page);
        world.acknowledge(chatId, id, DELIVERED);
        broadcast({ type: 'ack', chatId, id, ack: DELIVERED });
        break;
      }
      case 'read': {
        const ids = message.ids.filter((id) => world.has(id));
        for (const id of ids) world.change(id, { unread: 0 });
        broadcast({ type: 'read', ids }, page);
        break;
      }
      case 'change':
        if (world.has(message.id))
          broadcast({ type: 'chat', chat: world.change(message.id, message.change) });
        break;
      case 'load':
        if (world.has(message.id)) reply({ type: 'msgs', id: message.id, msgs: world.messages(message.id) });
        break;
    }
  }
  server.on('connection', (page) => {
    page.on('message', (data: Buffer) => {
      const message = clientMessageSchema.safeParse(JSON.parse(data.toString()));
      if (message.success) answer(page, message.data);
      else page.close(1008, 'not understood');
    });
  });
  return {
    broadcast,
    setTheme(next) {
      theme = next;
      broadcast({ type: 'theme', theme });
    },
  };
}
