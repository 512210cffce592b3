import type { ChatChange, Me, SimulatedChat } from '../protocol.ts';
import { storm, type StormOptions } from '../storm.ts';
import type { Incoming, World } from '../world/world.ts';
import type { Account, Device } from './account.ts';
import type { Page } from './page.ts';

/** What happens to one account from outside: its phone, its contacts, its network. */
export interface AccountControl {
  readonly me: Me;
  /** In the order of the page's list; archived chats and the channel are among them. */
  chats(): SimulatedChat[];
  /** A text, or what `rest` says; the body is the caption of a file then. */
  incoming(chatId: string, body: string, rest?: Incoming): void;
  /** The other side has received (2) or read (3) what was sent to it last. */
  ack(chatId: string, ack: number): void;
  read(chatId: string): void;
  newChat(chat: { name: string; kind?: 'person' | 'group' }): string;
  set(chatId: string, change: ChatChange): void;
  sent(): World['sent'];
  /** Gives one person's chat, or every person's, its LID as its id, while pages are open. */
  migrateToLid(chatId?: string): void;
  /** Many changes over all chats, the same for a seed; over when the last one was told. */
  storm(options: StormOptions): Promise<void>;
  /** Ends the sync of pages that are still at it. */
  endSync(): void;
  // The nth linked device is meant, counted from 0, or every one.
  /** The phone removes the device. */
  unlink(device?: number): void;
  /** `legacy`: the page's state becomes CONFLICT. `replaced`: its communication stops and no state says so. */
  conflict(kind: 'legacy' | 'replaced', device?: number): void;
  /** The open connection stays alive, and tells nothing of what happens from now on, of acks and of what it sends neither. */
  stopEmitting(device?: number): void;
  /** The open connection answers nothing any more and is not closed either. */
  halfOpen(device?: number): void;
  /** Cuts the open connection; the page comes back by itself. */
  dropSockets(device?: number): void;
  /** How many connections are logged in, and how many devices are linked. */
  online(): number;
  devices(): number;
  /** How often a connection was replaced by another with the same login; two at a time end one. */
  replaced(): number;
}

export function controlOf(account: Account, unlinked: () => void): AccountControl {
  const { world } = account;
  return {
    me: world.me,
    chats: () => structuredClone(world.chats()),
    incoming(chatId, body, rest) {
      const msg = world.receive(chatId, body, rest);
      account.broadcast({ type: 'msg', msg, unread: world.chat(chatId).unread });
    },
    ack(chatId, ack) {
      const last = world.messages(chatId).findLast((message) => message.fromMe);
      if (!last) return;
      world.acknowledge(chatId, last.id, ack);
      account.broadcast({ type: 'ack', chatId, id: last.id, ack });
    },
    read(chatId) {
      world.change(chatId, { unread: 0 });
      account.broadcast({ type: 'read', ids: [chatId] });
    },
    newChat({ name, kind = 'person' }) {
      const chat = world.add(name, kind);
      account.broadcast({ type: 'chat', chat });
      return chat.id;
    },
    set: (chatId, change) => account.broadcast({ type: 'chat', chat: world.change(chatId, change) }),
    sent: () => [...world.sent],
    migrateToLid(chatId) {
      const ids = chatId === undefined ? world.chats().map((chat) => chat.id) : [chatId];
      for (const from of ids) {
        const chat = world.migrate(from);
        if (chat.id !== from) account.broadcast({ type: 'migrated', from, chat });
      }
    },
    storm: (options) => storm(account, options),
    endSync: () => account.broadcast({ type: 'synced' }),
    unlink(nth) {
      unlinked();
      for (const device of devicesOf(account, nth)) account.remove(device, 'device_removed');
    },
    conflict(kind, nth) {
      for (const page of pagesOf(account, nth)) {
        page.say({ type: kind === 'legacy' ? 'conflict' : 'replaced' });
        page.leave();
      }
    },
    stopEmitting(nth) {
      for (const page of pagesOf(account, nth)) page.isSilent = true;
    },
    halfOpen(nth) {
      for (const page of pagesOf(account, nth)) page.isHalfOpen = true;
    },
    dropSockets(nth) {
      for (const page of pagesOf(account, nth)) page.socket.terminate();
    },
    online: () => account.pages.size,
    devices: () => account.devices.size,
    replaced: () => account.replaced,
  };
}

function devicesOf(account: Account, nth: number | undefined): Device[] {
  const devices = [...account.devices.values()];
  return nth === undefined ? devices : devices.slice(nth, nth + 1);
}

function pagesOf(account: Account, nth: number | undefined): Page[] {
  const devices = new Set(devicesOf(account, nth));
  return [...account.pages].filter(({ device }) => device && devices.has(device));
}
