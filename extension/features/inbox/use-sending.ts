import { sendMessage } from '../../replica/use-rows.ts';
import type { Store } from '../../ui/store.ts';
import type { Outgoing, Unsent } from '../unsent.ts';
import { answerOf, type Failure } from './ask.ts';

export interface Sending {
  readonly send: (text: string) => void;
  /** Once more, as the same message: it is never sent twice. */
  readonly retry: (outgoing: Outgoing) => void;
  /** Into the message box; what is sent from there is another message. */
  readonly putBack: (outgoing: Outgoing) => void;
}

interface Place {
  readonly accountId: string;
  readonly chatId: string;
}

/** Sends what a person sends: it is shown at once, and kept until it is among the messages. */
export function useSending(store: Store<Unsent>, place: Place, renew: () => Promise<void>): Sending {
  const deliver = async ({ key, text }: Outgoing) => {
    set(store, key, null);
    const answer = await answerOf(sendMessage('inboxSend', { ...place, key, text }));
    if (!answer.ok) return set(store, key, answer);
    await renew();
    drop(store, key);
  };
  return {
    send: (text) => {
      const outgoing = { key: crypto.randomUUID(), text, at: Date.now(), problem: null };
      store.set({ draft: '', outgoing: [...store.get().outgoing, outgoing] });
      void deliver(outgoing);
    },
    retry: (outgoing) => void deliver(outgoing),
    putBack: ({ key, text }) => {
      drop(store, key);
      const { draft } = store.get();
      store.set({ ...store.get(), draft: draft.trim() === '' ? text : `${draft}\n${text}` });
    },
  };
}

function set(store: Store<Unsent>, key: string, failure: Failure | null): void {
  const problem = failure && { code: failure.code, message: failure.message };
  const unsent = store.get();
  store.set({
    ...unsent,
    outgoing: unsent.outgoing.map((each) => (each.key === key ? { ...each, problem } : each)),
  });
}

function drop(store: Store<Unsent>, key: string): void {
  const unsent = store.get();
  store.set({ ...unsent, outgoing: unsent.outgoing.filter((each) => each.key !== key) });
}
