import * as z from 'zod';
import { chatId } from '../../../shared/whatsapp/chat-id.ts';
import type { ClientEvent } from './events.ts';
import { kindOf } from './parse-inbox.ts';

/** A message as the library tells of it; the page may say anything. */
interface Arrival {
  chatId: unknown;
  isMine: boolean;
  type: unknown;
}

interface ArrivalsOptions {
  /** Those of these chats that a person wants to hear of. */
  readHeeded: (chatIds: string[]) => Promise<unknown>;
  emit: (event: Extract<ClientEvent, { type: 'message' }>) => void;
}

const WAITING_MAX = 1000;
const ids = z.array(z.string());

/** Tells of messages in their order, once it is known what kind of chat each is in. */
export class Arrivals {
  readonly #options: ArrivalsOptions;
  #waiting: { chatId: string; mayCount: boolean }[] = [];
  #isAsking = false;

  constructor(options: ArrivalsOptions) {
    this.#options = options;
  }

  take(arrival: Arrival): void {
    const id = chatId.safeParse(arrival.chatId).data;
    if (id === undefined || id === 'status@broadcast') return;
    const type = typeof arrival.type === 'string' ? arrival.type : '';
    const isSaid = kindOf(type) !== 'notice' && type !== 'reaction';
    if (this.#waiting.length >= WAITING_MAX) this.#waiting.shift();
    this.#waiting.push({ chatId: id, mayCount: isSaid && !arrival.isMine });
    if (!this.#isAsking) void this.#ask();
  }

  async #ask(): Promise<void> {
    const { emit, readHeeded } = this.#options;
    this.#isAsking = true;
    while (this.#waiting.length > 0) {
      const asked = this.#waiting.splice(0);
      const chatIds = [...new Set(asked.filter(({ mayCount }) => mayCount).map(({ chatId }) => chatId))];
      // Of a page that does not answer nobody is called.
      const heeded = chatIds.length > 0 ? await readHeeded(chatIds).catch(() => []) : [];
      const known = new Set(ids.safeParse(heeded).data);
      for (const { chatId, mayCount } of asked) {
        emit({ type: 'message', chatId, isIncoming: mayCount && known.has(chatId) });
      }
    }
    this.#isAsking = false;
  }
}
