import { WebSocket } from 'ws';
import type { ClientMessage, ServerMessage } from '../protocol.ts';

export interface SocketPage {
  say(message: ClientMessage): void;
  /** The first message of a kind that was not asked for before, now or when it comes. */
  heard<T extends ServerMessage['type']>(type: T): Promise<Extract<ServerMessage, { type: T }>>;
}

/** What a page is to the server: a socket, and all that came over it. */
export async function connectPage(port: number): Promise<SocketPage> {
  const socket = new WebSocket(`wss://127.0.0.1:${port}/ws/chat`, { rejectUnauthorized: false });
  const messages: ServerMessage[] = [];
  const looks = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    messages.push(JSON.parse(data.toString()) as ServerMessage);
    for (const look of looks) look();
  });
  await new Promise((resolve) => socket.once('open', resolve));
  return {
    say: (message) => socket.send(JSON.stringify(message)),
    heard: (type) =>
      new Promise((resolve) => {
        function look(): void {
          const found = messages.findIndex((message) => message.type === type);
          if (found < 0) return;
          looks.delete(look);
          resolve(messages.splice(found, 1)[0] as Extract<ServerMessage, { type: typeof type }>);
        }
        looks.add(look);
        look();
      }),
  };
}
