import { useEffect, useState } from 'react';
import type { InboxChat } from '../../../shared/whatsapp/inbox.ts';
import { sendMessage, useReplica, useStore, type News } from '../../replica/use-rows.ts';
import { Store } from '../../ui/store.ts';
import { answerOf, type Failure } from './ask.ts';
import { addChats, renewChats, type Chats } from './pages.ts';

/** News come in bursts. */
const NEWS_WAIT_MS = 250;
/** It may be moving, or not be ready yet. */
const RETRY_MS = 3000;

interface Read {
  /** Null: not known yet. */
  readonly known: Chats | null;
  readonly failure: Failure | null;
  readonly isLoading: boolean;
}

/** Reads the chats of an account page by page, one thing after the other: what is read anew must not meet a page under way. */
class ChatReader {
  readonly read = new Store<Read>({ known: null, failure: null, isLoading: false });
  readonly #accountId: string;
  #pageCount = 0;
  #isAskedAgain = false;

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  readonly more = (): void => {
    const next = this.read.get().known?.next;
    if (typeof next === 'string') void this.#inTurn(() => this.#readMore(next));
  };

  readonly renew = (): void => {
    if (this.read.get().isLoading) this.#isAskedAgain = true;
    else void this.#inTurn(() => this.#renewAll());
  };

  async #inTurn(work: () => Promise<void>): Promise<void> {
    if (this.read.get().isLoading) return;
    this.#set({ isLoading: true });
    await work();
    this.#set({ isLoading: false });
    if (!this.#isAskedAgain) return;
    this.#isAskedAgain = false;
    this.renew();
  }

  async #readMore(next: string): Promise<void> {
    const page = await this.#page(next);
    const { known } = this.read.get();
    if (!page || !known) return;
    this.#pageCount += 1;
    this.#set({ known: addChats(known, page) });
  }

  /** What is new may be further down, in as much as is shown. */
  async #renewAll(): Promise<void> {
    const chats: InboxChat[] = [];
    let next: string | null = null;
    let count = 0;
    do {
      const page = await this.#page(next);
      if (!page) break;
      chats.push(...page.chats);
      ({ next } = page);
      count += 1;
    } while (next !== null && count < this.#pageCount);
    if (count === 0) return;
    this.#pageCount = Math.max(1, this.#pageCount);
    const { known } = this.read.get();
    this.#set({ known: known ? renewChats(known, chats, next) : { chats, next } });
  }

  async #page(cursor: string | null) {
    const asking = sendMessage('inboxChats', {
      accountId: this.#accountId,
      ...(cursor !== null && { cursor }),
    });
    const answer = await answerOf(asking);
    this.#set({ failure: answer.ok ? null : answer });
    return answer.ok ? answer.value : null;
  }

  #set(part: Partial<Read>): void {
    this.read.set({ ...this.read.get(), ...part });
  }
}

export interface ChatList extends Read, Pick<ChatReader, 'more' | 'renew'> {}

/** The chats of an account as they are now. `epoch` changes when they are to be read anew; null: they can not be. */
export function useChats(accountId: string, epoch: string | null): ChatList {
  const { news } = useReplica();
  const [reader] = useState(() => new ChatReader(accountId));
  useEffect(() => {
    if (epoch === null) return;
    reader.renew();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = news.subscribe(() => {
      if (!isAbout(news.get(), accountId)) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        reader.renew();
      }, NEWS_WAIT_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [accountId, epoch, news, reader]);
  const read = useStore(reader.read);
  const hasFailed = read.failure !== null && !read.isLoading;
  useEffect(() => {
    if (epoch === null || !hasFailed) return;
    const timer = setTimeout(reader.renew, RETRY_MS);
    return () => clearTimeout(timer);
  }, [epoch, hasFailed, reader]);
  const { more, renew } = reader;
  return { ...read, more, renew };
}

const isAbout = (news: News | null, accountId: string): boolean =>
  news?.accountId === accountId && (news.chats.length > 0 || news.unread !== null);
