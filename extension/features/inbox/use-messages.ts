import { useEffect, useState } from 'react';
import { sendMessage, useReplica, useStore } from '../../replica/use-rows.ts';
import { Store } from '../../ui/store.ts';
import { answerOf, type Failure } from './ask.ts';
import { addEarlier, renewMessages, type Messages } from './pages.ts';

const NEWS_WAIT_MS = 150;

interface Place {
  readonly accountId: string;
  readonly chatId: string;
}
interface Read {
  /** Null: not known yet. */
  readonly known: Messages | null;
  readonly failure: Failure | null;
  readonly isLoading: boolean;
}

/** Reads the messages of a chat: the latest, and those before them. */
class MessageReader {
  readonly read = new Store<Read>({ known: null, failure: null, isLoading: false });
  readonly #place: Place;
  /** One after the other: an answer that comes late must not hide what is newer. */
  #turn: Promise<void> = Promise.resolve();
  #renewal: Promise<void> | null = null;

  constructor(place: Place) {
    this.#place = place;
  }

  readonly earlier = (): void => {
    if (!this.read.get().isLoading) this.#turn = this.#turn.then(() => this.#earlier());
  };

  /** Resolves when what is there now is shown. */
  readonly renew = (): Promise<void> => {
    this.#renewal ??= this.#turn.then(() => {
      this.#renewal = null;
      return this.#page(null);
    });
    this.#turn = this.#renewal;
    return this.#renewal;
  };

  async #earlier(): Promise<void> {
    const next = this.read.get().known?.next ?? null;
    if (next !== null) await this.#page(next);
  }

  async #page(cursor: string | null): Promise<void> {
    this.read.set({ ...this.read.get(), isLoading: true });
    const answer = await answerOf(
      sendMessage('inboxMessages', { ...this.#place, ...(cursor !== null && { cursor }) }),
    );
    const before = this.read.get().known;
    if (!answer.ok) {
      this.read.set({ known: before, failure: answer, isLoading: false });
      return;
    }
    const { value: page } = answer;
    const known = before ? (cursor === null ? renewMessages : addEarlier)(before, page) : page;
    this.read.set({ known, failure: null, isLoading: false });
  }
}

export interface MessageList extends Read, Pick<MessageReader, 'earlier' | 'renew'> {}

/** The messages of a chat as they are now. `epoch` changes when they are to be read anew; null: they can not be. */
export function useMessages(place: Place, alias: string | null, epoch: string | null): MessageList {
  const { news } = useReplica();
  const { accountId, chatId } = place;
  const [reader] = useState(() => new MessageReader({ accountId, chatId }));
  useEffect(() => {
    if (epoch === null) return;
    void reader.renew();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = news.subscribe(() => {
      const latest = news.get();
      const isHere =
        latest?.accountId === accountId &&
        latest.chats.some((each) => each.chatId === chatId || each.chatId === alias);
      if (!isHere) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        void reader.renew();
      }, NEWS_WAIT_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [accountId, chatId, alias, epoch, news, reader]);
  const { earlier, renew } = reader;
  return { ...useStore(reader.read), earlier, renew };
}
