import { WebSocket } from 'ws';
import type { ClientMessage, ServerMessage } from '../protocol.ts';
import type { Account, Device } from './account.ts';

/** The server's end of one page's connection. */
export class Page {
  readonly socket: WebSocket;
  /** Once it is logged in. */
  account: Account | undefined;
  device: Device | undefined;
  /** What it said of itself, in Base64. */
  keys: { pub: string; identity: string } | undefined;
  /** The socket stays open and alive, and nothing of what happens is told. */
  isSilent = false;
  /** Nothing is answered at all, as when a network is gone without a word. */
  isHalfOpen = false;

  constructor(socket: WebSocket) {
    this.socket = socket;
  }

  /** Answers the page. */
  say(message: ServerMessage): void {
    if (!this.isHalfOpen && this.socket.readyState === WebSocket.OPEN)
      this.socket.send(JSON.stringify(message));
  }

  /** Tells the page what happened, and whether it could; `text` is a message that several pages get. */
  tell(text: string): boolean {
    const isHeard = !this.isSilent && !this.isHalfOpen && this.socket.readyState === WebSocket.OPEN;
    if (isHeard) this.socket.send(text);
    return isHeard;
  }

  answer(question: Extract<ClientMessage, { n: number }>, value: unknown): void {
    this.say({ type: 'answer', n: question.n, value });
  }

  leave(): void {
    this.account?.pages.delete(this);
    this.account = undefined;
    this.device = undefined;
  }
}
