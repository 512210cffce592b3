import type { ChatChange, Me, SimulatedChat } from '../protocol.ts';
import { storm, type StormOptions } from '../storm.ts';
import type { World } from '../world/world.ts';
import type { Account } from './account.ts';

/** What happens to one account from outside: its phone, its contacts, its network. */
export interface AccountControl {
  readonly me: Me;
  /** In the order of the page's list; archived chats and the channel are among them. */
  chats(): SimulatedChat[];
  incoming(chatId: string, body: string): void;
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
  /** The phone removes every linked device. */
  unlink(): void;
  /** `legacy`: the page's state becomes CONFLICT. `replaced`: its communication stops and no state says so. */
  conflict(kind: 'legacy' | 'replaced'): void;
  /** The open connections stay alive, and tell nothing of what happens from now on. */
  stopEmitting(): void;
  /** The open connections answer nothing any more and are not closed either. */
  halfOpen(): void;
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
    incoming(chatId, body) {
      const msg = world.receive(chatId, body);
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
    unlink() {
      unlinked();
      for (const device of account.devices.values()) account.remove(device, 'device_removed');
    },
    conflict(kind) {
      for (const page of account.pages) {
        page.say({ type: kind === 'legacy' ? 'conflict' : 'replaced' });
        page.leave();
      }
    },
    stopEmitting() {
      for (const page of account.pages) page.isSilent = true;
    },
    halfOpen() {
      for (const page of account.pages) page.isHalfOpen = true;
    },
    online: () => account.pages.size,
    devices: () => account.devices.size,
    replaced: () => account.replaced,
  };
}
