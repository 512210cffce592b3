import type { ClientMessage, Question, ServerMessage } from '../protocol.ts';

interface Handlers {
  opened: () => void;
  received: (message: ServerMessage) => void;
  closed: () => void;
}
/** Of a question as it is asked: its number is given here. */
type Asked<Q> = Q extends Question ? Omit<Q, 'n'> : never;

let socket: WebSocket | undefined;
let end: (() => void) | undefined;
let count = 0;
const waiting = new Map<number, (value: unknown) => void>();

/** The page's line to its server: JSON over one WebSocket, asked now and then whether it lives. */
export const connection = {
  open(healthCheckMs: number, handlers: Handlers): void {
    const opening = new WebSocket(`wss://${location.host}/ws/chat`);
    let heardAt = performance.now();
    const health = setInterval(() => {
      if (performance.now() - heardAt > (healthCheckMs * 4) / 3) close();
      else connection.send({ type: 'ping' });
    }, healthCheckMs);
    let isOver = false;
    function close(): void {
      if (isOver) return;
      isOver = true;
      clearInterval(health);
      opening.close();
      handlers.closed();
    }
    socket = opening;
    end = () => {
      isOver = true;
      clearInterval(health);
      opening.close();
    };
    opening.addEventListener('open', handlers.opened);
    opening.addEventListener('close', close);
    opening.addEventListener('message', (event) => {
      heardAt = performance.now();
      if (isOver) return;
      const message = JSON.parse(String(event.data)) as ServerMessage;
      if (message.type === 'answer') {
        waiting.get(message.n)?.(message.value);
        waiting.delete(message.n);
      } else if (message.type !== 'pong') handlers.received(message);
    });
  },
  /** Ends it for good; nobody hears of it. */
  stop(): void {
    end?.();
  },
  send(message: ClientMessage): void {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  },
  /** The server's answer; it never comes when the line is cut before. */
  ask<T>(question: Asked<Question>): Promise<T> {
    const n = ++count;
    return new Promise((resolve) => {
      waiting.set(n, (value) => resolve(value as T));
      connection.send({ ...question, n });
    });
  },
};
