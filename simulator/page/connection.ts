import type { ClientMessage, ServerMessage } from '../protocol.ts';

let socket: WebSocket | undefined;
let count = 0;

/** The page's line to its server: JSON over one WebSocket. */
export const connection = {
  open(handlers: {
    opened: () => void;
    received: (message: ServerMessage) => void;
    closed: () => void;
  }): void {
    const opening = new WebSocket(`wss://${location.host}/ws/chat`);
    socket = opening;
    opening.addEventListener('open', handlers.opened);
    opening.addEventListener('close', handlers.closed);
    opening.addEventListener('message', (event) => handlers.received(JSON.parse(String(event.data))));
  },
  send(message: ClientMessage): void {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  },
  next(): number {
    return ++count;
  },
};
