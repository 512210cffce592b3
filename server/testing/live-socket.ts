import { once } from 'node:events';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import { liveEvent, PROTOCOL_VERSION, ticketResponse } from '../../shared/sync/protocol.ts';
import type { TestUser } from './app.ts';

export interface TestLiveSocket {
  socket: WebSocket;
  /** The newest revision that it heard of. */
  revision: number;
}

/** Posts to a server that listens. */
export async function postSync(url: string, path: string, user: TestUser, body: object): Promise<unknown> {
  const response = await fetch(`${url}/api/sync/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: user.authorization },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return response.json();
}

/** A live socket of a server that listens, signed in and ready. */
export async function openLiveSocket(url: string, user: TestUser): Promise<TestLiveSocket> {
  const { ticket } = ticketResponse.parse(await postSync(url, 'ticket', user, {}));
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/sync/live`);
  await once(socket, 'open');
  const heard = { socket, revision: 0 };
  socket.on('message', (message: Buffer) => {
    const event = liveEvent.parse(JSON.parse(message.toString()));
    if ('revision' in event) heard.revision = Math.max(heard.revision, event.revision);
  });
  socket.send(JSON.stringify({ type: 'hello', ticket, protocol: PROTOCOL_VERSION }));
  await once(socket, 'message');
  return heard;
}
