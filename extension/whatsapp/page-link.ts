import { fromPage, FROM_PAGE_RATE, rateLimit } from './bridge.ts';
import type { FromContent, FromPage, Outcome, Request } from './bridge.ts';

const ANSWER_TIMEOUT_MS = 5000;

type Message = Exclude<FromPage, { type: 'answer' }>;

/** The content script's end of the bridge: hears what is well-formed, at a bounded rate, and asks. */
export class PageLink {
  readonly #port: MessagePort;
  readonly #answers = new Map<number, (outcome: Outcome) => void>();
  #requests = 0;
  #isClosed = false;

  /** `onFlood`: more came than our page script ever says. Whatever speaks there now is not heard any more. */
  constructor(
    port: MessagePort,
    receive: (message: Message) => void,
    onFlood: () => void,
    signal: AbortSignal,
  ) {
    this.#port = port;
    const isAllowed = rateLimit(FROM_PAGE_RATE);
    port.addEventListener(
      'message',
      ({ data }) => {
        // What was on its way when the port was closed still arrives.
        if (this.#isClosed) return;
        if (!isAllowed()) {
          this.close();
          onFlood();
          return;
        }
        // While the event is under way the page finds it, and so the port, in window.event: its observers run right after our changes.
        setTimeout(() => {
          if (this.#isClosed) return;
          const { data: message } = fromPage.safeParse(data);
          if (message?.type === 'answer') this.#answers.get(message.request)?.(message.outcome);
          else if (message) receive(message);
        });
      },
      { signal },
    );
    port.start();
    signal.addEventListener('abort', () => this.close());
  }

  /** `accountId`: whose chats the request is about; the page script refuses it when another account is open by then. */
  async ask(accountId: string, request: Request): Promise<Outcome> {
    if (this.#isClosed) return 'not_possible';
    this.#requests += 1;
    const number = this.#requests;
    const answer = new Promise<Outcome>((resolve) => {
      this.#answers.set(number, resolve);
      setTimeout(() => resolve('failed'), ANSWER_TIMEOUT_MS);
    });
    this.#post({ type: 'request', number, accountId, request });
    const outcome = await answer;
    this.#answers.delete(number);
    return outcome;
  }

  /** `mark`: what our parts in the page bear. */
  sayAlive(mark: string): void {
    if (!this.#isClosed) this.#post({ type: 'alive', mark });
  }

  /** The page script undoes what it changed in the page, and nothing is heard or said any more. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#post({ type: 'stop' });
    this.#port.close();
    this.#fail();
  }

  #post(message: FromContent): void {
    this.#port.postMessage(message);
  }

  #fail(): void {
    for (const resolve of this.#answers.values()) resolve('failed');
  }
}
