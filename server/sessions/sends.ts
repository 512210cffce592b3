import { SENDS_PER_MINUTE_MAX } from '../../shared/whatsapp/inbox.ts';
import type { Log } from '../log.ts';
import type { CallAnswer, SessionCall } from './calls.ts';
import { NoSuchChat, NotWritable, type SessionClient } from './client.ts';
import { pause } from './in-time.ts';
import type { Lease, Leases, SendTurn } from './leases.ts';

type Send = Extract<SessionCall, { type: 'send' }>;

/** A clock of the database beside one of WhatsApp. */
const CLOCKS_DIFFER_MS = 60_000;
const LATEST_MESSAGES = 30;
const NOTE_ATTEMPTS_MAX = 5;
const NOTE_RETRY_MS = 500;

/** What one account sends: each key once, one message at a time to each chat. */
export class Sends {
  readonly #lease: Lease;
  readonly #leases: Leases;
  readonly #log: Log;
  readonly #underWayByChatId = new Map<
    string,
    { key: string; fingerprint: string; answer: Promise<CallAnswer> }
  >();

  constructor(lease: Lease, leases: Leases, log: Log) {
    this.#lease = lease;
    this.#leases = leases;
    this.#log = log;
  }

  /** The same key again, meanwhile or later, gets the same answer. Rejects when the database is away: nothing was sent then. */
  send(client: SessionClient, send: Send): Promise<CallAnswer> {
    const { chatId, key, fingerprint } = send;
    const underWay = this.#underWayByChatId.get(chatId);
    if (underWay) {
      if (underWay.key !== key) return Promise.resolve(refuse('send_in_progress'));
      return underWay.fingerprint === fingerprint ? underWay.answer : Promise.resolve(refuse('key_reused'));
    }
    const answer = this.#send(client, send).finally(() => this.#underWayByChatId.delete(chatId));
    this.#underWayByChatId.set(chatId, { key, fingerprint, answer });
    return answer;
  }

  async #send(client: SessionClient, send: Send): Promise<CallAnswer> {
    const { key, fingerprint } = send;
    const turn = await this.#leases.beginSend(this.#lease, { key, fingerprint, most: SENDS_PER_MINUTE_MAX });
    switch (turn.outcome) {
      case 'begun':
        return this.#sendNow(client, send);
      case 'sent':
        return { ok: true, value: { id: turn.messageId } };
      case 'unknown':
        return this.#find(client, send, turn);
      case 'reused':
        return refuse('key_reused');
      case 'limited':
        return refuse('send_limit');
      case 'fenced':
        return { ...refuse('unavailable'), isComing: true };
    }
  }

  async #sendNow(client: SessionClient, { chatId, key, text }: Send): Promise<CallAnswer> {
    try {
      const id = await client.sendText(chatId, text);
      return await this.#sent(key, id);
    } catch (error) {
      if (error instanceof NoSuchChat || error instanceof NotWritable) {
        await this.#note(key, { status: 'failed' });
        return refuse(error instanceof NoSuchChat ? 'not_found' : 'chat_read_only');
      }
      const { accountId } = this.#lease;
      this.#log.warn({ accountId, err: error }, 'It is not known whether a message was sent.');
      return refuse('send_unknown');
    }
  }

  /** Whoever began it is gone: it was sent if the chat has it. */
  async #find(
    client: SessionClient,
    { chatId, key, text }: Send,
    { createdAt, knownIds }: Extract<SendTurn, { outcome: 'unknown' }>,
  ): Promise<CallAnswer> {
    const fromMs = createdAt.getTime() - CLOCKS_DIFFER_MS;
    const page = await client.messages({ chatId, limit: LATEST_MESSAGES });
    const found = page?.messages.find(
      (message) =>
        message.isMine &&
        message.text === text &&
        message.sentAt >= fromMs &&
        message.delivery !== 'failed' &&
        message.delivery !== 'waiting' &&
        !knownIds.includes(message.id),
    );
    return found ? this.#sent(key, found.id) : refuse('send_unknown');
  }

  async #sent(key: string, messageId: string): Promise<CallAnswer> {
    await this.#note(key, { status: 'sent', messageId });
    return { ok: true, value: { id: messageId } };
  }

  /** Never rejects: what was not noted is looked for in the chat when its key comes again. */
  async #note(key: string, outcome: Parameters<Leases['endSend']>[2]): Promise<void> {
    const { accountId } = this.#lease;
    for (let attempt = 1; attempt <= NOTE_ATTEMPTS_MAX; attempt += 1) {
      try {
        return await this.#leases.endSend(accountId, key, outcome);
      } catch (error) {
        this.#log.warn({ accountId, attempt, err: error }, 'A sent message was not noted.');
        await pause(NOTE_RETRY_MS);
      }
    }
  }
}

const refuse = (code: Extract<CallAnswer, { ok: false }>['code']): Extract<CallAnswer, { ok: false }> => ({
  ok: false,
  code,
  isComing: false,
});
