import { useEffect, useState } from 'react';
import type { Row } from '../../../shared/entities/index.ts';
import type { LinkMethod, SessionView } from '../../../shared/whatsapp/inbox.ts';
import { sendMessage, useScreenState, useStore, type Result } from '../../replica/use-rows.ts';
import { Store } from '../../ui/store.ts';
import { answerOf, type Failure } from './ask.ts';
import { askForMessages } from './message-consent.ts';

/** While something is under way the server is asked this often too: news may be missed. */
const POLL_INTERVAL_MS = 3000;

interface Asked {
  /** Why the last thing that was asked did not work. */
  readonly failure: Failure | null;
  /** What a person did is under way. */
  readonly isBusy: boolean;
}

/** What a person asks of WhatsApp on the server for one account; what it answers comes with the screen's state. */
class SessionDesk {
  readonly asked = new Store<Asked>({ failure: null, isBusy: false });
  readonly #accountId: string;

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  readonly look = async (): Promise<void> => {
    const answer = await answerOf(sendMessage('sessionView', { accountId: this.#accountId }));
    this.asked.set({ ...this.asked.get(), failure: answer.ok ? null : answer });
  };

  readonly start = (method: LinkMethod, hasConsent: boolean): void => void this.#start(method, hasConsent);

  readonly stop = (): void => void this.#act(sendMessage('sessionStop', { accountId: this.#accountId }));

  /** Whether the phone has forgotten it; null: it did not work. */
  readonly logOut = async (): Promise<boolean | null> =>
    (await this.#act(sendMessage('sessionLogOut', { accountId: this.#accountId })))?.isConfirmed ?? null;

  /** Nothing is linked where messages may not be sent. */
  async #start(method: LinkMethod, hasConsent: boolean): Promise<void> {
    const isAllowed = askForMessages();
    this.asked.set({ failure: null, isBusy: true });
    if (await isAllowed) {
      await this.#act(sendMessage('sessionStart', { accountId: this.#accountId, method, hasConsent }));
    } else {
      this.asked.set({ failure: { code: 'messages_refused', message: '' }, isBusy: false });
    }
  }

  async #act<Value>(asking: Promise<Result<Value>>): Promise<Value | null> {
    this.asked.set({ failure: null, isBusy: true });
    const answer = await answerOf(asking);
    this.asked.set({ failure: answer.ok ? null : answer, isBusy: false });
    return answer.ok ? answer.value : null;
  }
}

export interface Session extends Asked, Pick<SessionDesk, 'look' | 'start' | 'stop' | 'logOut'> {
  /** Null: not known yet. */
  readonly view: SessionView | null;
}

/** WhatsApp on the server for one account, and what a person can do with it. */
export function useSession({ id: accountId, accountNumber }: Row<'account'>): Session {
  const { sessions, sync } = useScreenState();
  const [desk] = useState(() => new SessionDesk(accountId));
  const { failure, isBusy } = useStore(desk.asked);
  const view = sessions.find((each) => each.accountId === accountId)?.view ?? null;
  const isOffline = sync?.phase === 'offline';
  // The server does not know one that was added just now.
  const isKnownThere = accountNumber !== undefined;
  useEffect(() => {
    if (isKnownThere && !isOffline) void desk.look();
  }, [desk, isKnownThere, isOffline]);

  const status = view?.state.status;
  const isMoving = status === 'pairing' || status === 'starting' || status === 'reconnecting';
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void desk.look();
    }, POLL_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [desk, isMoving]);

  const { look, start, stop, logOut } = desk;
  const away: Failure | null = isOffline && !view ? { code: 'offline', message: '' } : null;
  return { view, failure: failure ?? away, isBusy, look, start, stop, logOut };
}
