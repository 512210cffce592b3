import { NEWS_CHATS_MAX, type SessionNews, type UnreadTotal } from '../../shared/whatsapp/inbox.ts';
import type { Log } from '../log.ts';
import type { Lease, Leases } from './leases.ts';

/** What comes together is told together. */
const TELL_AFTER_MS = 200;

/** Tells the devices of an account's user where something is new. What can't be told is not told later: they ask. */
export class Teller {
  readonly #lease: Lease;
  readonly #leases: Leases;
  readonly #log: Log;
  #isStateNew = false;
  #unread: UnreadTotal | null = null;
  /** The latest last. */
  #isIncomingByChatId = new Map<string, boolean>();
  #isToBeTold = false;

  constructor(lease: Lease, leases: Leases, log: Log) {
    this.#lease = lease;
    this.#leases = leases;
    this.#log = log;
  }

  state(): void {
    this.#isStateNew = true;
    this.#tellSoon();
  }

  unread(total: UnreadTotal): void {
    this.#unread = total;
    this.#tellSoon();
  }

  chat(chatId: string, isIncoming: boolean): void {
    const wasIncoming = this.#isIncomingByChatId.get(chatId) === true;
    this.#isIncomingByChatId.delete(chatId);
    this.#isIncomingByChatId.set(chatId, wasIncoming || isIncoming);
    this.#tellSoon();
  }

  #tellSoon(): void {
    if (this.#isToBeTold) return;
    this.#isToBeTold = true;
    setTimeout(() => void this.#tell(), TELL_AFTER_MS);
  }

  async #tell(): Promise<void> {
    const { accountId, userId } = this.#lease;
    const chats = [...this.#isIncomingByChatId].slice(-NEWS_CHATS_MAX);
    const news: SessionNews = {
      accountId,
      isStateNew: this.#isStateNew,
      unread: this.#unread,
      chats: chats.map(([chatId, isIncoming]) => ({ chatId, isIncoming })),
    };
    this.#isToBeTold = false;
    this.#isStateNew = false;
    this.#unread = null;
    this.#isIncomingByChatId = new Map();
    try {
      await this.#leases.tell(userId, news);
    } catch (error) {
      this.#log.debug({ accountId, err: error }, 'News were not told.');
    }
  }
}
